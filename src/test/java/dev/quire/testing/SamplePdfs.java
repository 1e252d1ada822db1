package dev.quire.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;

/**
 * Makes the documents of {@code docs/samples} and their truth, byte for byte the same each time. Arguments: the folder
 * to write to, then, where they are not Debian's, the folders of Liberation 2 and of LXGW WenKai.
 */
public final class SamplePdfs {
    private SamplePdfs() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : "docs/samples");
        var fonts = new SampleFonts(
                Path.of(args.length > 1 ? args[1] : "/usr/share/fonts/truetype/liberation2"),
                Path.of(args.length > 2 ? args[2] : "/usr/share/fonts/truetype/lxgw-wenkai"));
        Files.createDirectories(folder);
        new SampleContract(fonts).write(folder);
        new SampleInvoice(fonts).write(folder);
        new SampleReport(fonts).write(folder);
        new SampleScan(fonts).write(folder);
        new SampleChineseContract(fonts).write(folder);
        encrypted(fonts, folder);
    }

    /** Made once: its password is thrown away, and no two encryptions are alike. */
    private static void encrypted(SampleFonts fonts, Path folder) throws IOException {
        if (Files.exists(folder.resolve("encrypted.pdf"))) {
            return;
        }
        try (SamplePaper paper = new SamplePaper("Board minutes", "Halvorsen Pumps Ltd", (p, n) -> {}, (p, n) -> {})) {
            paper.newPage();
            paper.flowThrough(new SamplePaper.Frame(72, 760, 450, 72));
            paper.paragraph(fonts.serif(paper, 16), "Minutes of the board, 4 March 2025");
            paper.paragraph(fonts.serif(paper, 11), "Confidential. For members of the board only.");
            paper.endPage();
            var policy = new StandardProtectionPolicy(secret(), secret(), new AccessPermission());
            policy.setEncryptionKeyLength(256);
            policy.setPreferAES(true);
            paper.document().protect(policy);
            paper.document().save(folder.resolve("encrypted.pdf").toFile());
        }
    }

    private static String secret() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
