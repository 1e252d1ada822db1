package dev.quire.infer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.document.Block;
import dev.quire.document.DocumentException;
import dev.quire.document.DocumentLimits;
import dev.quire.document.Documents;
import dev.quire.document.OpenDocument;
import dev.quire.document.PageText;
import dev.quire.document.TextTrust;
import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import dev.quire.testing.FileOnDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TextLayersTest {

    private static PageText sample(String name, int page) throws IOException, DocumentException {
        FileOnDisk file = FileOnDisk.of(Path.of("docs/samples", name));
        try (OpenDocument document = Documents.open(file, DocumentLimits.DEFAULT)) {
            assertThat(document.textLayer(page).trust()).isEqualTo(TextTrust.TRUSTED);
            return TextLayers.text(document.textLayer(page));
        }
    }

    @Test
    void headingsAndTablesOfAnInvoiceAreMarkdown() throws IOException, DocumentException {
        PageText invoice = sample("invoice.pdf", 1);

        assertThat(invoice.markdown())
                .startsWith("# HALVORSEN PUMPS\n\n")
                .contains("| Pos. | Description | Qty | Unit | Unit price | Amount |\n| --- |")
                .contains("| 7 | Carriage, DAP Stonebeck pumping station | 1 | lot | 640.00 | 640.00 |");
        assertThat(invoice.tables()).anySatisfy(table -> {
            assertThat(table.columns()).isEqualTo(6);
            assertThat(table.rows()).isEqualTo(8);
            assertThat(table.box().left()).isBetween(30f, 90f);
        });
        assertThat(invoice.confidence()).isNaN();
    }

    @Test
    void columnsAreReadOneAfterTheOther() throws IOException, DocumentException {
        String report = sample("report-two-columns.pdf", 1).text();

        assertThat(report).containsSubsequence("Why leakage matters", "What was done", "Four pumps");
        assertThat(report).contains("enough for the").contains("homes of nineteen thousand people");
    }

    @Test
    void chineseHasNoSpacesBetweenItsCharacters() throws IOException, DocumentException {
        assertThat(sample("采购合同.pdf", 1).text()).contains("甲乙双方在平等、自愿、公平的基础上，经友好协商，就甲方向乙方采购");
    }

    @Test
    void textInAnotherDirectionComesAfterTheRest() throws DocumentException {
        byte[] pdf = APdf.withContent(
                "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
                "BT /F1 12 Tf 0 1 -1 0 40 100 Tm (margin note) Tj ET BT /F1 12 Tf 72 700 Td (The body of the page) Tj ET");
        try (OpenDocument document = Documents.open(BytesInMemory.of(pdf), DocumentLimits.DEFAULT)) {
            PageText text = TextLayers.text(document.textLayer(1));
            assertThat(text.text()).isEqualTo("The body of the page\nmargin note");
            assertThat(text.blocks()).extracting(Block::text).containsExactly("The body of the page", "margin note");
            assertThat(text.blocks().get(1).box().right()).isLessThan(50);
        }
    }
}
