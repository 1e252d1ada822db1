package dev.quire.document;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.jspecify.annotations.Nullable;

/** To which page a destination of a PDF leads, be it spelled out or named (ISO 32000-1, 12.3.2). */
final class Destinations {

    private static final COSName NAMES = COSName.getPDFName("Names");
    private static final COSName DESTS = COSName.getPDFName("Dests");

    private final COSDictionary catalog;
    private final ToIntFunction<COSDictionary> numbers;
    private final int pages;
    private final Watch watch;
    private @Nullable Map<String, COSBase> named;

    /** @param numbers of pages, 1-based; 0 for what is no page of the document */
    Destinations(COSDictionary catalog, ToIntFunction<COSDictionary> numbers, int pages, Watch watch) {
        this.catalog = catalog;
        this.numbers = numbers;
        this.pages = pages;
        this.watch = watch;
    }

    /** 1-based; empty where it leads to no page of the document. */
    OptionalInt page(@Nullable COSBase destination) {
        COSBase target = explicit(byName(destination));
        COSBase page = target instanceof COSArray array && array.size() > 0 ? array.getObject(0) : null;
        int number = 0;
        if (page instanceof COSDictionary dictionary) {
            number = numbers.applyAsInt(dictionary);
        } else if (page instanceof COSInteger index && index.longValue() >= 0 && index.longValue() < pages) {
            // Meant for other files, but written for the own one as well
            number = index.intValue() + 1;
        }
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private @Nullable COSBase byName(@Nullable COSBase destination) {
        if (destination instanceof COSName name) {
            COSDictionary dests = catalog.getCOSDictionary(DESTS);
            return dests == null ? null : dests.getDictionaryObject(name);
        }
        return destination instanceof COSString name ? named().get(name.getString()) : destination;
    }

    private static @Nullable COSBase explicit(@Nullable COSBase target) {
        return target instanceof COSDictionary dictionary ? dictionary.getDictionaryObject(COSName.D) : target;
    }

    private Map<String, COSBase> named() {
        Map<String, COSBase> known = named;
        if (known == null) {
            known = new HashMap<>();
            COSDictionary names = catalog.getCOSDictionary(NAMES);
            COSDictionary root = names == null ? null : names.getCOSDictionary(DESTS);
            if (root != null) {
                walk(root, known);
            }
            named = known;
        }
        return known;
    }

    /** Once and as a whole: PDFBox would search the tree anew for each name, and follow it wherever it leads. */
    private void walk(COSDictionary root, Map<String, COSBase> found) {
        Set<COSDictionary> walked = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<COSDictionary> ahead = new ArrayDeque<>();
        walked.add(root);
        ahead.push(root);
        int left = OutlineReader.MOST_ITEMS;
        while (!ahead.isEmpty() && left > 0) {
            watch.check();
            COSDictionary node = ahead.pop();
            COSArray names = node.getCOSArray(NAMES);
            for (int i = 0; names != null && i + 1 < names.size() && left > 0; i += 2, left--) {
                COSBase target = names.getObject(i + 1);
                if (names.getObject(i) instanceof COSString name && target != null) {
                    found.putIfAbsent(name.getString(), target);
                }
            }
            COSArray kids = node.getCOSArray(COSName.KIDS);
            for (int i = 0; kids != null && i < kids.size() && left > 0; i++, left--) {
                if (kids.getObject(i) instanceof COSDictionary kid && walked.add(kid)) {
                    ahead.push(kid);
                }
            }
        }
    }
}
