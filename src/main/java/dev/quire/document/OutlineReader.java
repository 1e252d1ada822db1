package dev.quire.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.jspecify.annotations.Nullable;

/** Walks the outline of a PDF, however it is tied together. An item that leads nowhere is passed over. */
final class OutlineReader {

    /** Of one outline, and of one document's named destinations. What comes after them is not looked at. */
    static final int MOST_ITEMS = 100_000;

    private static final COSName OUTLINES = COSName.getPDFName("Outlines");

    private final Destinations destinations;
    private final Watch watch;
    private final Deque<Item> ahead = new ArrayDeque<>();
    private final Set<COSDictionary> walked = Collections.newSetFromMap(new IdentityHashMap<>());

    private record Item(COSDictionary dictionary, int depth) {}

    OutlineReader(Destinations destinations, Watch watch) {
        this.destinations = destinations;
        this.watch = watch;
    }

    Outline read(COSDictionary catalog) {
        List<Outline.Chapter> chapters = new ArrayList<>();
        add(catalog.getCOSDictionary(OUTLINES), COSName.FIRST, 1);
        while (!ahead.isEmpty() && walked.size() < MOST_ITEMS) {
            watch.check();
            Item item = ahead.pop();
            if (walked.add(item.dictionary())) {
                OptionalInt page = destinations.page(target(item.dictionary()));
                page.ifPresent(number -> chapters.add(new Outline.Chapter(number, item.depth())));
                add(item.dictionary(), COSName.NEXT, item.depth());
                add(item.dictionary(), COSName.FIRST, item.depth() + 1);
            }
        }
        return new Outline(chapters);
    }

    private void add(@Nullable COSDictionary item, COSName key, int depth) {
        COSDictionary next = item == null ? null : item.getCOSDictionary(key);
        if (next != null) {
            ahead.push(new Item(next, depth));
        }
    }

    private static @Nullable COSBase target(COSDictionary item) {
        COSBase target = item.getDictionaryObject(COSName.DEST);
        COSDictionary action = item.getCOSDictionary(COSName.A);
        boolean jumps =
                target == null && action != null && COSName.getPDFName("GoTo").equals(action.getCOSName(COSName.S));
        return jumps ? action.getDictionaryObject(COSName.D) : target;
    }
}
