package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a PDF names outside of itself stays untouched: no host is called, no file is read or written. */
class NothingOutsideTest {

    private static final String TEXT = "BT /F1 24 Tf 72 700 Td (Dear Sir or Madam) Tj ET /Im Do /Rf Do /Op Do";

    @Test
    void noHostIsCalledAndNoFileTouched(@TempDir Path folder) throws IOException, DocumentException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "BT /F1 24 Tf 72 600 Td (secret) Tj ET");
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://localhost:%d/x".formatted(server.getLocalPort());
            BytesInMemory file = BytesInMemory.of(
                    pdf(url, secret.toString(), folder.resolve("written").toString()));

            try (OpenDocument document = Documents.open(file, DocumentLimits.DEFAULT)) {
                assertThat(document.facts(1).characters()).isPositive();
                document.outline();
                assertThat(document.textLayer(1).flows().toString()).doesNotContain("secret");
                assertThat(document.render(1).ink().pixels()).isPositive();
            }

            server.setSoTimeout(200);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(server::accept))
                    .isInstanceOf(SocketTimeoutException.class);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(secret);
        }
    }

    /** All that names something outside, each by a URL and by a path. */
    private static byte[] pdf(String url, String read, String write) {
        String remote = "<< /FS /URL /F (%s) >>".formatted(url);
        String local = "<< /Type /Filespec /F (%s) >>".formatted(read);
        return APdf.withObjects(
                """
                << /Type /Catalog /Pages 2 0 R /OpenAction 10 0 R /Outlines 12 0 R
                   /AA << /WC 10 0 R /WS 11 0 R >>
                   /Names << /JavaScript << /Names [(a) 10 0 R] >> /EmbeddedFiles << /Names [(../../a.exe) 13 0 R] >> >>
                   /AcroForm << /NeedAppearances true /Fields [] /XFA 14 0 R >>
                   /Metadata 15 0 R >>""",
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                """
                << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents [4 0 R 5 0 R 6 0 R] /AA << /O 11 0 R >>
                   /Annots [16 0 R]
                   /Resources << /Font << /F1 9 0 R >> /XObject << /Im 7 0 R /Rf 8 0 R /Op 17 0 R >> >> >>""",
                APdf.stream("", TEXT),
                APdf.stream("/F " + remote, ""),
                APdf.stream("/F " + local, ""),
                APdf.stream(
                        "/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace [/ICCBased 18 0 R] /F "
                                + remote,
                        ""),
                APdf.stream(
                        "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Ref << /F %s /Page 0 >>".formatted(remote),
                        "0 0 9 9 re f"),
                "<< /Type /Font /Subtype /TrueType /BaseFont /Remote /FontDescriptor << /Type /FontDescriptor /FontName /Remote /Flags 32 /FontFile2 19 0 R >> >>",
                "<< /S /JavaScript /JS (app.launchURL\\(\"%s\"\\); this.exportDataObject\\({cName: \"%s\"}\\)) /Next 11 0 R >>"
                        .formatted(url, write),
                "<< /S /Launch /F (%s) /Win << /F (cmd.exe) /P (/c echo > %s) >> /Next << /S /SubmitForm /F %s >> >>"
                        .formatted(write, write, remote),
                "<< /First 20 0 R /Last 20 0 R /Count 1 >>",
                "<< /Type /Filespec /F (../../a.exe) /UF (%s) /EF << /F 4 0 R >> >>".formatted(write),
                APdf.stream(
                        "",
                        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"%s\"><!ENTITY b SYSTEM \"file://%s\">]><xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\">&a;&b;</xdp:xdp>"
                                .formatted(url, read)),
                APdf.stream(
                        "/Type /Metadata /Subtype /XML",
                        "<!DOCTYPE x [<!ENTITY %% a SYSTEM \"%s\"> %%a;]><x/>".formatted(url)),
                "<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << /S /URI /URI (%s) >> /AA << /PV 10 0 R >> >>"
                        .formatted(url),
                APdf.stream(
                        "/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace /DeviceGray /OPI << /1.3 << /Type /OPI /Version 1.3 /F %s >> >>"
                                .formatted(remote),
                        "x".repeat(81)),
                APdf.stream("/N 3 /F " + remote, ""),
                APdf.stream("/F " + remote, ""),
                "<< /Title (x) /Parent 12 0 R /A << /S /GoToR /F %s /D [0 /Fit] >> >>".formatted(local));
    }
}
