package dev.quire.document;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * The pages that a PDF really has: found by walking its page tree, however it is tied together, and never by the counts
 * that it claims.
 */
final class PageTree {

    private static final List<COSName> INHERITED =
            List.of(COSName.RESOURCES, COSName.MEDIA_BOX, COSName.CROP_BOX, COSName.ROTATE);

    /** A mile and more; readers of the format promise 14,400 units. */
    private static final float LARGEST_SIDE = 5_000_000;
    /** Further out, numbers are too coarse to tell one letter's place from the next one's. */
    private static final float FARTHEST_CORNER = 2_000_000;

    private final PDDocument document;
    private final int mostPages;
    private final Watch watch;
    private final List<COSDictionary> pages = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<COSDictionary> walked = Collections.newSetFromMap(new IdentityHashMap<>());

    private final BitSet sizeless = new BitSet();

    private int lost;
    private int loops;
    private boolean rescued;

    PageTree(PDDocument document, int mostPages, Watch watch) throws IOException, DocumentException {
        this.document = document;
        this.mostPages = mostPages;
        this.watch = watch;
        COSDictionary root = document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.PAGES);
        long claimed = root == null ? 0 : root.getLong(COSName.COUNT, -1);
        if (root != null) {
            walk(root);
        }
        if (pages.isEmpty()) {
            rescue();
        }
        if (pages.isEmpty() && (root == null || claimed > 0)) {
            throw new IOException("no page can be found" + claim(claimed));
        }
        if (pages.isEmpty()) {
            throw new DocumentException(ErrorClass.EMPTY, "Has no pages: nothing to read");
        }
        warn(claimed);
    }

    private static String claim(long claimed) {
        return claimed > 0 ? " of %,d that it claims".formatted(claimed) : "";
    }

    private record Node(COSDictionary dictionary, Map<COSName, COSBase> inherited) {}

    private void walk(COSDictionary root) throws DocumentException {
        Deque<Node> ahead = new ArrayDeque<>();
        ahead.push(new Node(root, Map.of()));
        while (!ahead.isEmpty()) {
            watch.check();
            Node node = ahead.pop();
            COSDictionary dictionary = node.dictionary();
            COSArray kids = dictionary.getCOSArray(COSName.KIDS);
            if (kids == null) {
                visitLeaf(node);
            } else if (walked.add(dictionary)) {
                pushKids(kids, inherit(node), ahead);
            } else {
                loops++;
            }
        }
    }

    private void pushKids(COSArray kids, Map<COSName, COSBase> inherited, Deque<Node> ahead) throws DocumentException {
        if (kids.size() > mostPages) {
            throw tooMany(kids.size());
        }
        for (int i = kids.size() - 1; i >= 0; i--) {
            if (kids.getObject(i) instanceof COSDictionary kid) {
                ahead.push(new Node(kid, inherited));
            } else {
                lost++;
            }
        }
    }

    private static Map<COSName, COSBase> inherit(Node node) {
        Map<COSName, COSBase> inherited = new HashMap<>(node.inherited());
        for (COSName name : INHERITED) {
            COSBase own = node.dictionary().getItem(name);
            if (own != null) {
                inherited.put(name, own);
            }
        }
        return inherited;
    }

    private void visitLeaf(Node node) throws DocumentException {
        COSDictionary page = node.dictionary();
        COSName type = page.getCOSName(COSName.TYPE);
        boolean drawable =
                page.containsKey(COSName.CONTENTS) || page.containsKey(COSName.MEDIA_BOX) || page.containsKey("Annots");
        if (!COSName.PAGE.equals(type) && !drawable) {
            lost += COSName.PAGES.equals(type) ? 0 : 1;
            return;
        }
        if (pages.size() >= mostPages) {
            throw tooMany(pages.size() + 1);
        }
        node.inherited().forEach((name, value) -> {
            if (!page.containsKey(name)) {
                page.setItem(name, value);
            }
        });
        page.setItem(COSName.TYPE, COSName.PAGE);
        pages.add(page);
    }

    private DocumentException tooMany(int found) {
        return new DocumentException(
                ErrorClass.TOO_LARGE,
                "Has %,d pages or more (limit: %,d): raise the limit, or split the file".formatted(found, mostPages));
    }

    /** Pages that lie in the file but hang on no tree. */
    private void rescue() throws DocumentException {
        for (COSObject object : document.getDocument().getObjectsByType(COSName.PAGE)) {
            watch.check();
            if (object.getObject() instanceof COSDictionary page) {
                visitLeaf(new Node(page, Map.of()));
            }
        }
        rescued = !pages.isEmpty();
        if (rescued) {
            warnings.add(
                    "The page tree is broken: %,d pages were found beside it, some may be missing or in the wrong order"
                            .formatted(pages.size()));
        }
    }

    private void warn(long claimed) {
        if (claimed != pages.size() && !rescued) {
            warnings.add(
                    claimed < 0
                            ? "Does not say how many pages it has: there are %,d".formatted(pages.size())
                            : "Claims %,d pages: there are %,d".formatted(claimed, pages.size()));
        }
        if (lost > 0) {
            warnings.add("%,d entries of the page tree lead to no page".formatted(lost));
        }
        if (loops > 0) {
            warnings.add("The page tree leads back to itself %,d times".formatted(loops));
        }
    }

    int size() {
        return pages.size();
    }

    /** From pages to their numbers, 1-based, 0 for what is no page; of a page that is there twice the first one counts. */
    ToIntFunction<COSDictionary> numbers() {
        IdentityHashMap<COSDictionary, Integer> numbers = new IdentityHashMap<>();
        for (int i = 0; i < pages.size(); i++) {
            numbers.putIfAbsent(pages.get(i), i + 1);
        }
        return page -> numbers.getOrDefault(page, 0);
    }

    List<String> warnings() {
        return warnings;
    }

    /**
     * Puts one page, 1-based, where PDFBox finds it as its only one: it looks pages up by the counts of the tree, which
     * may lie. Its size is made sane.
     */
    PDPage select(int number) {
        COSDictionary page = pages.get(number - 1);
        COSArray kids = new COSArray();
        kids.add(page);
        wrapContents(page);
        COSDictionary root = new COSDictionary();
        root.setItem(COSName.TYPE, COSName.PAGES);
        root.setItem(COSName.KIDS, kids);
        root.setInt(COSName.COUNT, 1);
        document.getDocumentCatalog().getCOSObject().setItem(COSName.PAGES, root);
        repairBoxes(number, document.getPage(0));
        return document.getPage(0);
    }

    /** A lone content stream would be read past {@link FilteredStream}, without limit and without notice of damage. */
    private static void wrapContents(COSDictionary page) {
        if (page.getDictionaryObject(COSName.CONTENTS) instanceof COSStream) {
            COSArray contents = new COSArray();
            contents.add(page.getItem(COSName.CONTENTS));
            page.setItem(COSName.CONTENTS, contents);
        }
    }

    private void repairBoxes(int number, PDPage page) {
        if (!isSane(page.getMediaBox())) {
            sizeless.set(number);
            page.getCOSObject().setItem(COSName.MEDIA_BOX, PDRectangle.LETTER);
            page.setCropBox(null);
        } else if (!isSane(page.getCropBox())) {
            page.getCOSObject().setItem(COSName.CROP_BOX, page.getMediaBox());
        }
        if (sizeless.get(number)) {
            watch.remark("The page has no usable size: taken as US Letter");
        }
    }

    /** Whether a selected page says nothing usable about its size: what lies outside of it is unknown. */
    boolean isSizeless(int number) {
        return sizeless.get(number);
    }

    private static boolean isSane(PDRectangle box) {
        // Written so that NaN is not sane
        return box.getWidth() > 0
                && box.getHeight() > 0
                && box.getWidth() <= LARGEST_SIDE
                && box.getHeight() <= LARGEST_SIDE
                && Math.abs(box.getLowerLeftX()) <= FARTHEST_CORNER
                && Math.abs(box.getLowerLeftY()) <= FARTHEST_CORNER;
    }
}
