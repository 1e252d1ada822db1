package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTreeTest {

    private static final String CATALOG = "<< /Type /Catalog /Pages 2 0 R >>";
    private static final String PAGE = "<< /Type /Page /MediaBox [0 0 100 200] >>";

    private static OpenDocument open(String... objects) throws DocumentException {
        return Documents.open(BytesInMemory.of(APdf.withObjects(objects)), DocumentLimits.DEFAULT);
    }

    @Test
    void pagesAreCountedNotBelieved() throws DocumentException {
        try (OpenDocument document = open(CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 213804087 >>", PAGE)) {
            assertThat(document.pages()).isEqualTo(1);
            assertThat(document.warnings()).containsExactly("Claims 213,804,087 pages: there are 1");
            assertThat(document.render(1).height()).isEqualTo(556);
        }
    }

    @Test
    void pagesThatTheCountHidesAreFound() throws DocumentException {
        String tree = "<< /Type /Pages /Kids [3 0 R 3 0 R 3 0 R] /Count 1 >>";
        try (OpenDocument document = open(CATALOG, tree, PAGE)) {
            assertThat(document.pages()).isEqualTo(3);
            assertThat(document.facts(3).height()).isEqualTo(200);
        }
    }

    @Test
    void aTreeMayLeadBackToItself() throws DocumentException {
        String tree = "<< /Type /Pages /Kids [2 0 R 3 0 R 4 0 R] /Count 9 >>";
        try (OpenDocument document = open(CATALOG, tree, PAGE, "<< /Type /Pages /Kids [2 0 R] /Count 5 >>")) {
            assertThat(document.pages()).isEqualTo(1);
            assertThat(document.warnings()).contains("The page tree leads back to itself 2 times");
        }
    }

    @Test
    void aTreeMayBeAsDeepAsItLikes() throws DocumentException {
        int depth = 20_000;
        List<String> objects = new ArrayList<>(List.of(CATALOG));
        for (int i = 0; i < depth; i++) {
            objects.add("<< /Type /Pages /Kids [%d 0 R] /Count 1 >>".formatted(i + 3));
        }
        objects.add(PAGE);
        try (OpenDocument document = open(objects.toArray(String[]::new))) {
            assertThat(document.pages()).isEqualTo(1);
        }
    }

    @Test
    void aTreeThatDoublesAtEachStepIsWalkedOnce() throws DocumentException {
        List<String> objects = new ArrayList<>(List.of(CATALOG));
        for (int i = 0; i < 60; i++) {
            objects.add("<< /Type /Pages /Kids [%1$d 0 R %1$d 0 R] /Count 2 >>".formatted(i + 3));
        }
        objects.add(PAGE);
        try (OpenDocument document = open(objects.toArray(String[]::new))) {
            assertThat(document.pages()).isEqualTo(2);
        }
    }

    @Test
    void whatPagesInheritReachesThem() throws DocumentException {
        String tree = "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 400] /Rotate 90 >>";
        try (OpenDocument document = open(CATALOG, tree, "<< /Type /Page /Contents 4 0 R >>")) {
            PageFacts facts = document.facts(1);
            assertThat(facts.width()).isEqualTo(400);
            assertThat(facts.height()).isEqualTo(300);
            assertThat(facts.rotation()).isEqualTo(90);
        }
    }

    @Test
    void pagesBesideABrokenTreeAreFound() throws DocumentException {
        try (OpenDocument document = open("<< /Type /Catalog /Pages 9 0 R >>", "<< /Type /Font >>", PAGE, PAGE)) {
            assertThat(document.pages()).isEqualTo(2);
            assertThat(document.warnings()).singleElement().asString().startsWith("The page tree is broken");
        }
    }

    @Test
    void aDocumentWithoutPagesIsEmpty() {
        assertThatThrownBy(() -> open(CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"))
                .isInstanceOf(DocumentException.class)
                .hasMessage("Has no pages: nothing to read")
                .extracting("errorClass")
                .isEqualTo(ErrorClass.EMPTY);
    }

    @Test
    void morePagesThanTheLimitAreRefused() {
        DocumentLimits two = new DocumentLimits(
                500, 1000, 2, 1000, DocumentLimits.DEFAULT.openTime(), DocumentLimits.DEFAULT.pageTime());
        assertThatThrownBy(() -> Documents.open(BytesInMemory.of(APdf.withPages("1", "2", "3")), two))
                .hasMessage("Has 3 pages or more (limit: 2): raise the limit, or split the file")
                .extracting("errorClass")
                .isEqualTo(ErrorClass.TOO_LARGE);
    }

    @Test
    void aPageWithoutAUsableSizeIsTakenAsLetter() throws DocumentException {
        try (OpenDocument document = open(
                CATALOG,
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                "<< /Type /Page /MediaBox [0 0 0 0] /CropBox [5 5 1 1] >>")) {
            assertThat(document.facts(1).width()).isEqualTo(612);
            assertThat(document.render(1).warnings())
                    .containsExactly("The page has no usable size: taken as US Letter");
        }
    }
}
