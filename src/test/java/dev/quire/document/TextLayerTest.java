package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextLayerTest {

    private static final String HELVETICA =
            "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding";
    private static final String SENTENCE = "The quick brown fox jumps over the lazy dog and runs away";

    private static TextLayer layer(byte[] pdf) throws DocumentException {
        try (OpenDocument document = Documents.open(BytesInMemory.of(pdf), DocumentLimits.DEFAULT)) {
            return document.textLayer(1);
        }
    }

    /** A page whose font F1 has these entries. */
    private static TextLayer layer(String font, String content, String image) throws DocumentException {
        String resources = "/Font << /F1 << %s >> >> /XObject << /Im 5 0 R >>".formatted(font);
        return layer(APdf.withContent(resources, content, image));
    }

    private static TextLayer layer(String content) throws DocumentException {
        return layer(HELVETICA, content, image(""));
    }

    private static String image(String entries) {
        return APdf.stream(
                "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray "
                        + entries,
                "\0\0\0\0");
    }

    private static String lines(String... lines) {
        StringBuilder content = new StringBuilder("BT /F1 12 Tf 14 TL 72 700 Td ");
        for (String line : lines) {
            content.append("(").append(line).append(") Tj T* ");
        }
        return content.append("ET").toString();
    }

    private static List<String> texts(TextLayer layer) {
        return layer.flows().stream()
                .flatMap(flow -> flow.lines().stream())
                .map(Line::text)
                .toList();
    }

    @Test
    void a_clean_page_is_trusted_and_its_lines_lie_where_they_are_printed() throws DocumentException {
        TextLayer layer = layer(lines(SENTENCE, "Second line"));

        assertThat(layer.trust()).isEqualTo(TextTrust.TRUSTED);
        assertThat(texts(layer)).containsExactly(SENTENCE, "Second line");
        Box box = layer.flows().get(0).lines().get(0).box();
        assertThat(box.left()).isEqualTo(72);
        assertThat(box.top()).isBetween(80f, 92f);
        assertThat(box.bottom()).isBetween(92f, 96f);
    }

    @Test
    void the_words_of_a_turned_page_are_upright_as_displayed() throws DocumentException {
        byte[] pdf = APdf.withPage(
                "/MediaBox [0 0 612 792] /Rotate 90 /Resources << /Font << /F1 << %s >> >> >>".formatted(HELVETICA),
                "BT /F1 12 Tf 0 1 -1 0 300 100 Tm (level when displayed) Tj ET");

        TextLayer layer = layer(pdf);

        assertThat(layer.flows()).extracting(Flow::angle).containsExactly(0);
        Box box = layer.flows().get(0).lines().get(0).box();
        assertThat(box.left()).isEqualTo(100, org.assertj.core.data.Offset.offset(0.1f));
        assertThat(box.bottom()).isBetween(300f, 305f);
    }

    @Test
    void text_that_runs_upwards_is_a_flow_of_its_own_placed_on_the_page() throws DocumentException {
        TextLayer layer = layer(lines(SENTENCE) + " BT /F1 12 Tf 0 1 -1 0 40 100 Tm (upwards) Tj ET");

        assertThat(layer.flows()).extracting(Flow::angle).containsExactly(0, 270);
        Flow upwards = layer.flows().get(1);
        Box box = upwards.onPage(upwards.lines().get(0).box());
        assertThat(box.right()).isBetween(40f, 45f);
        assertThat(box.bottom()).isEqualTo(692, org.assertj.core.data.Offset.offset(0.1f));
        assertThat(box.height()).isGreaterThan(box.width());
    }

    @Test
    void words_are_told_apart_by_gaps_where_no_space_is_written() throws DocumentException {
        assertThat(texts(layer("BT /F1 12 Tf 72 700 Td [(one) -300 (two) -20 (three)] TJ ET")))
                .containsExactly("one twothree");
    }

    @Test
    void letters_that_are_set_apart_are_one_word() throws DocumentException {
        assertThat(texts(layer("BT /F1 12 Tf 4 Tc 72 700 Td (INVOICE) Tj ET"))).containsExactly("INVOICE");
    }

    @Test
    void an_accent_that_is_printed_over_its_letter_becomes_one_with_it() throws DocumentException {
        assertThat(texts(layer("BT /F1 12 Tf 72 700 Td [(caf) (e) 500 (\264)] TJ ET")))
                .containsExactly("café");
    }

    @Test
    void text_printed_twice_to_look_bold_is_read_once() throws DocumentException {
        assertThat(texts(layer("BT /F1 12 Tf 72 700 Td (bold) Tj 0.4 0 Td (bold) Tj ET")))
                .containsExactly("bold");
    }

    @Test
    void a_page_without_text_has_none() throws DocumentException {
        assertThat(layer("0 0 100 100 re f").trust()).isEqualTo(TextTrust.NO_TEXT);
    }

    @Test
    void invisible_text_over_a_scan_is_an_earlier_ocr() throws DocumentException {
        TextLayer layer = layer("q 612 0 0 792 0 0 cm /Im Do Q 3 Tr " + lines(SENTENCE));

        assertThat(layer.trust()).isEqualTo(TextTrust.EARLIER_OCR);
        assertThat(texts(layer)).containsExactly(SENTENCE);
    }

    @Test
    void text_under_a_scan_is_an_earlier_ocr() throws DocumentException {
        assertThat(layer(lines(SENTENCE) + " q 612 0 0 792 0 0 cm /Im Do Q").trust())
                .isEqualTo(TextTrust.EARLIER_OCR);
    }

    @Test
    void text_outside_of_the_page_is_not_read() throws DocumentException {
        TextLayer layer = layer("BT /F1 12 Tf 72 -50 Td (" + SENTENCE + ") Tj ET " + lines("seen"));

        assertThat(layer.trust()).isEqualTo(TextTrust.OFF_PAGE);
        assertThat(texts(layer)).containsExactly("seen");
    }

    @Test
    void a_blackened_word_is_not_read_and_the_page_is_not_trusted() throws DocumentException {
        TextLayer layer = layer(lines("The name is John Doe") + " 142 695 70 18 re f");

        assertThat(layer.trust()).isEqualTo(TextTrust.COVERED);
        assertThat(texts(layer)).containsExactly("The name is");
    }

    @Test
    void a_cell_painted_behind_its_text_covers_nothing() throws DocumentException {
        assertThat(layer("70 695 300 18 re f " + lines(SENTENCE)).trust()).isEqualTo(TextTrust.TRUSTED);
    }

    @Test
    void a_frame_clipped_around_text_covers_nothing() throws DocumentException {
        String frame = " q 60 690 400 30 re 70 695 380 20 re W* n 60 690 400 30 re f Q";
        assertThat(layer(lines(SENTENCE) + frame).trust()).isEqualTo(TextTrust.TRUSTED);
    }

    @Test
    void a_picture_that_may_hold_writing_needs_a_look() throws DocumentException {
        assertThat(layer(lines(SENTENCE) + " q 300 0 0 200 72 300 cm /Im Do Q").trust())
                .isEqualTo(TextTrust.IMAGES);
    }

    @Test
    void a_small_photograph_does_not_need_a_look() throws DocumentException {
        TextLayer layer =
                layer(HELVETICA, lines(SENTENCE) + " q 250 0 0 200 72 300 cm /Im Do Q", image("/Filter /DCTDecode"));
        assertThat(layer.trust()).isEqualTo(TextTrust.TRUSTED);
    }

    @Test
    void letters_drawn_as_shapes_need_a_look() throws DocumentException {
        StringBuilder shapes = new StringBuilder(lines(SENTENCE));
        for (int i = 0; i < 100; i++) {
            int x = 72 + i % 50 * 8;
            int y = 500 - i / 50 * 14;
            shapes.append(" %d %d m %d %d l %d %d l %d %d l %d %d l %d %d l f"
                    .formatted(x, y, x, y + 9, x + 5, y + 9, x + 5, y + 5, x + 2, y + 5, x + 2, y));
        }
        assertThat(layer(shapes.toString()).trust()).isEqualTo(TextTrust.OUTLINES);
    }

    @Test
    void characters_without_a_meaning_are_not_believed() throws DocumentException {
        String font = HELVETICA.replace(
                "/Encoding /WinAnsiEncoding",
                "/Encoding << /Differences [97 /g1 /g2 /g3 /g4 /g5 /g6 /g7 /g8 /g9 /g10 /g11 /g12 /g13 /g14 /g15 /g16"
                        + " /g17 /g18 /g19 /g20 /g21 /g22 /g23 /g24 /g25 /g26] >>");
        assertThat(layer(font, lines("short words"), image("")).trust()).isEqualTo(TextTrust.UNMAPPED);
    }

    @Test
    void shifted_letters_are_known_by_their_widths() throws DocumentException {
        StringBuilder shifted = new StringBuilder();
        for (String line : List.of(SENTENCE, "which is why nobody will ever believe a word of it")) {
            StringBuilder differences = new StringBuilder();
            line.chars().forEach(c -> differences.append(Character.isLetter(c) ? (char) (c + 1) : (char) c));
            shifted.append(differences).append('\n');
        }
        StringBuilder names = new StringBuilder("[97");
        StringBuilder widths = new StringBuilder("[");
        int[] helvetica = {
            556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556,
            500, 722, 500, 500, 500
        };
        for (int i = 0; i < 26; i++) {
            names.append(" /").append((char) ('a' + i));
            widths.append(helvetica[(i + 25) % 26]).append(' ');
        }
        String font =
                "/Type /Font /Subtype /TrueType /BaseFont /Arial /FirstChar 97 /LastChar 122 /Widths %s] /Encoding << /Differences %s] >>"
                        .formatted(widths, names);
        assertThat(layer(
                                font,
                                lines(shifted.toString()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .split("\n")),
                                image(""))
                        .trust())
                .isEqualTo(TextTrust.SHUFFLED);
    }

    @Test
    void words_that_cannot_be_words_are_not_believed() throws DocumentException {
        assertThat(layer(lines("th~s te^t w%s r$ad b~d", "sc^nn~r wh$ch n~v^r l$arn~d t~ r~ad pr^nted l$tters"))
                        .trust())
                .isEqualTo(TextTrust.IMPLAUSIBLE);
    }

    @Test
    void text_that_runs_from_top_to_bottom_is_left_to_the_model() throws DocumentException {
        String font = "/Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UCS2-V /DescendantFonts"
                + " [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /CIDSystemInfo"
                + " << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>]";
        String column = "BT /F1 12 Tf 300 700 Td <3042304430463048304a304b> Tj ET";
        assertThat(layer(font, column, image("")).trust()).isEqualTo(TextTrust.VERTICAL);
        assertThat(layer(font.replace("UCS2-V", "UCS2-H"), column, image("")).trust())
                .isEqualTo(TextTrust.TRUSTED);
    }

    @Test
    void numbers_and_words_in_text_that_runs_leftwards_stay_as_they_are() throws DocumentException {
        StringBuilder letters = new StringBuilder("/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [97");
        for (int letter = 0; letter < 9; letter++) {
            letters.append(" /afii").append(57_664 + letter);
        }
        String font = HELVETICA.replace("/Encoding /WinAnsiEncoding", letters + "] >>")
                + " /FirstChar 32 /LastChar 122 /Widths [%s]".formatted("500 ".repeat(91));

        assertThat(texts(layer(font, lines("15cba", "QUIRE 10 fed cba ihg"), image(""))))
                .containsExactly("אבג15", "זחט אבג דהו QUIRE 10");
    }

    @Test
    void many_codes_of_one_meaning_are_not_believed() throws DocumentException {
        String font = HELVETICA.replace(
                "/Encoding /WinAnsiEncoding", "/Encoding << /Differences [97 /x /x /x /x /x /x /x /x /x] >>");
        assertThat(layer(font, lines("abcdefghi abcdefghi"), image("")).trust()).isEqualTo(TextTrust.AMBIGUOUS);
    }

    @Test
    void a_layer_that_is_switched_off_is_not_read() throws DocumentException {
        byte[] pdf = APdf.withObjects(
                "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R] >> >> >>",
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 << %s >> >> /Properties << /P 5 0 R >> >> >>"
                        .formatted(HELVETICA),
                APdf.stream("", lines("shown") + " /OC /P BDC " + lines("hidden") + " EMC"),
                "<< /Type /OCG /Name (draft) >>");
        assertThat(texts(layer(pdf))).containsExactly("shown");
    }

    @Test
    void ruling_lines_and_frames_are_told() throws DocumentException {
        assertThat(layer(lines(SENTENCE) + " 72 500 m 300 500 l S 72 300 100 50 re S")
                        .rules())
                .hasSize(5);
    }
}
