package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.APdf;
import dev.quire.testing.BytesInMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDestinationNameTreeNode;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionGoTo;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDNamedDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageFitDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.junit.jupiter.api.Test;

class OutlineTest {

    private static final DocumentLimits LIMITS = DocumentLimits.DEFAULT;

    /** Ten pages, objects 3 to 12; the outline's own objects count from 13. */
    private static Outline outline(String catalog, String... objects) throws DocumentException {
        List<String> all = new ArrayList<>();
        all.add("<< /Type /Catalog /Pages 2 0 R %s >>".formatted(catalog));
        StringBuilder kids = new StringBuilder();
        for (int page = 0; page < 10; page++) {
            kids.append(page + 3).append(" 0 R ");
        }
        all.add("<< /Type /Pages /Kids [%s] /Count 10 >>".formatted(kids));
        for (int page = 0; page < 10; page++) {
            all.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>");
        }
        all.addAll(List.of(objects));
        return outline(APdf.withObjects(all.toArray(String[]::new)));
    }

    private static Outline outline(byte[] pdf) throws DocumentException {
        try (OpenDocument document = Documents.open(BytesInMemory.of(pdf), LIMITS)) {
            Outline outline = document.outline();
            assertThat(document.broken()).isFalse();
            return outline;
        }
    }

    private static void assertChapters(Outline outline, Integer... pagesAndDepths) {
        List<Integer> found = outline.chapters().stream()
                .flatMap(chapter -> List.of(chapter.page(), chapter.depth()).stream())
                .toList();
        assertThat(found).containsExactly(pagesAndDepths);
    }

    private static PDOutlineItem item(PDPage page) {
        PDOutlineItem item = new PDOutlineItem();
        item.setTitle("A chapter");
        PDPageDestination destination = new PDPageFitDestination();
        destination.setPage(page);
        item.setDestination(destination);
        return item;
    }

    @Test
    void nestedItemsNamedDestinationsAndActionsLeadToPages() throws IOException, DocumentException {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            for (int page = 0; page < 6; page++) {
                document.addPage(new PDPage());
            }
            PDOutlineItem first = item(document.getPage(0));
            first.addLast(item(document.getPage(1)));
            PDPageDestination fourth = new PDPageFitDestination();
            fourth.setPage(document.getPage(3));
            PDDestinationNameTreeNode leaf = new PDDestinationNameTreeNode();
            leaf.setNames(Map.of("four", fourth));
            PDDestinationNameTreeNode root = new PDDestinationNameTreeNode();
            root.setKids(List.of(leaf));
            PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
            names.setDests(root);
            document.getDocumentCatalog().setNames(names);
            PDOutlineItem named = new PDOutlineItem();
            named.setDestination(new PDNamedDestination("four"));
            PDActionGoTo jump = new PDActionGoTo();
            PDPageDestination sixth = new PDPageFitDestination();
            sixth.setPage(document.getPage(5));
            jump.setDestination(sixth);
            PDOutlineItem acting = new PDOutlineItem();
            acting.setAction(jump);
            PDOutlineItem elsewhere = new PDOutlineItem();
            elsewhere.setAction(new PDActionURI());
            PDDocumentOutline outline = new PDDocumentOutline();
            List.of(first, named, acting, elsewhere).forEach(outline::addLast);
            document.getDocumentCatalog().setDocumentOutline(outline);
            document.save(out);

            assertChapters(outline(out.toByteArray()), 1, 1, 2, 2, 4, 1, 6, 1);
        }
    }

    @Test
    void entriesComeInAnyOrderAndTheLeastNestedOfAPageCounts() throws DocumentException {
        assertChapters(
                outline(
                        "/Outlines 13 0 R",
                        "<< /First 14 0 R >>",
                        "<< /Dest [9 0 R /Fit] /Next 15 0 R >>",
                        "<< /Dest [5 0 R /Fit] /First 16 0 R /Next 17 0 R >>",
                        "<< /Dest [9 0 R /Fit] >>",
                        "<< /Dest [3 0 R /Fit] >>"),
                1,
                1,
                3,
                1,
                7,
                1);
    }

    @Test
    void destinationsOfOldFilesAndPagesGivenByNumberAreFound() throws DocumentException {
        assertChapters(
                outline(
                        "/Outlines 13 0 R /Dests << /old << /D [4 0 R /Fit] >> >>",
                        "<< /First 14 0 R >>",
                        "<< /Dest /old /Next 15 0 R >>",
                        "<< /A << /S /GoTo /D [8 /Fit] >> >>"),
                2,
                1,
                9,
                1);
    }

    @Test
    void itemsThatLeadNowhereArePassedOverButNotWhatIsInThem() throws DocumentException {
        assertChapters(
                outline(
                        "/Outlines 13 0 R",
                        "<< /First 14 0 R >>",
                        "<< /Dest [99 0 R /Fit] /Next 15 0 R >>",
                        "<< /Dest (nameless) /Next 16 0 R >>",
                        "<< /Dest [] /Next 17 0 R >>",
                        "<< /Dest [-3 /Fit] /Next 18 0 R >>",
                        "<< /A 7 /Dest 12.5 /Next 19 0 R >>",
                        "<< /Dest [13 0 R /Fit] /First 20 0 R /Next (not an item) >>",
                        "<< /Dest [6 0 R /Fit] >>"),
                4,
                2);
    }

    @Test
    void itemsThatLeadBackToThemselvesEnd() throws DocumentException {
        assertChapters(
                outline(
                        "/Outlines 13 0 R /Names << /Dests 16 0 R >>",
                        "<< /First 14 0 R >>",
                        "<< /Dest [3 0 R /Fit] /First 14 0 R /Next 15 0 R >>",
                        "<< /Dest (again) /First 13 0 R /Next 14 0 R >>",
                        "<< /Kids [16 0 R 16 0 R] /Names [(again) (again)] >>"),
                1,
                1);
    }

    @Test
    void anOutlineMayBeAsDeepAsItLikes() throws DocumentException {
        int depth = 20_000;
        String[] objects = new String[depth + 1];
        objects[0] = "<< /First 14 0 R >>";
        for (int i = 1; i < depth; i++) {
            objects[i] = "<< /First %d 0 R >>".formatted(i + 14);
        }
        objects[depth] = "<< /Dest [5 0 R /Fit] >>";

        assertChapters(outline("/Outlines 13 0 R", objects), 3, depth);
    }

    @Test
    void anOutlineThatMultipliesAtEachStepEndsInTime() throws DocumentException {
        StringBuilder kids = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            kids.append(i + 16).append(" 0 R ");
        }
        String[] objects = new String[3_003];
        objects[0] = "<< /First 14 0 R >>";
        objects[1] = "<< /Dest (never) /First 14 0 R /Next 14 0 R >>";
        objects[2] = "[" + kids + "]";
        for (int i = 3; i < objects.length; i++) {
            objects[i] = "<< /Kids 15 0 R >>";
        }

        assertChapters(outline("/Outlines 13 0 R /Names << /Dests 16 0 R >>", objects));
    }

    @Test
    void nothingThatIsNoOutlineIsOne() throws DocumentException {
        assertThat(outline("")).isEqualTo(Outline.NONE);
        assertThat(outline("/Outlines 13 0 R", "(a text)")).isEqualTo(Outline.NONE);
        assertThat(outline("/Outlines 2 0 R")).isEqualTo(Outline.NONE);
    }

    @Test
    void chaptersAreToldApartByTheFirstDepthThatHasTwo() {
        assertThat(Outline.NONE.chapterDepth()).isZero();
        assertThat(new Outline(List.of(new Outline.Chapter(4, 1))).chapterDepth())
                .isZero();
        assertThat(new Outline(List.of(
                                new Outline.Chapter(1, 1),
                                new Outline.Chapter(1, 2),
                                new Outline.Chapter(8, 3),
                                new Outline.Chapter(5, 2)))
                        .chapterDepth())
                .isEqualTo(2);
    }
}
