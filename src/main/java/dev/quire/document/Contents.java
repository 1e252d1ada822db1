package dev.quire.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.ResourceCache;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.jspecify.annotations.Nullable;

/**
 * The content of a page and of its forms: whether all of it was carried out. Where the parser cannot go on it stops, what
 * opens and does not close it takes for one long operand, and where compressed data is damaged it goes on with what it
 * has, all without a word.
 */
final class Contents {

    /** What puts anything on a page, as a word of its own. */
    private static final Pattern PAINTS =
            Pattern.compile("(?<=[\\s\\])>])(?:Tj|TJ|Do|BI|sh|[fBbSsF]\\*?|['\"])(?=\\s|$)");

    private static final Pattern COMMENT = Pattern.compile("%[^\\r\\n]*");

    private static final int LONGEST_CONTENT = 1 << 20;

    private final Set<COSBase> streams = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<ReadContent> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable ReadContent current;
    private boolean unread;

    /** The same page, watched while it is processed. */
    PDPage watched(PDPage page) {
        if (page.getCOSObject().getDictionaryObject(COSName.CONTENTS) instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                streams.add(array.getObject(i));
            }
        }
        return new PDPage(page.getCOSObject()) {
            @Override
            public PDResources getResources() {
                // With what is cached for the document
                return page.getResources();
            }

            @Override
            public RandomAccessRead getContentsForStreamParsing() throws IOException {
                return opened(page.getContentsForStreamParsing());
            }
        };
    }

    /** A form, watched likewise. */
    PDFormXObject watched(COSStream form, ResourceCache cache) {
        streams.add(form);
        return new PDFormXObject(form, cache) {
            @Override
            public RandomAccessRead getContentsForStreamParsing() throws IOException {
                return opened(super.getContentsForStreamParsing());
            }
        };
    }

    private RandomAccessRead opened(RandomAccessRead bytes) {
        ReadContent content = new ReadContent(bytes, this);
        open.add(content);
        return content;
    }

    /** Called when content is about to be read. */
    void reading(ReadContent content) {
        current = content;
    }

    /** Called for each operator. */
    void operator() throws IOException {
        if (current != null) {
            current.done();
        }
    }

    /** Called when content is about to be closed: nothing that paints may stand behind its last operator. */
    void closing(ReadContent content) throws IOException {
        open.remove(content);
        content.backToWhatIsNotDone();
        unread |= paints(content);
    }

    /** What is wrong, asked when all is processed; empty where nothing is. */
    String flaw() throws IOException {
        for (ReadContent content : Set.copyOf(open)) {
            content.close();
        }
        if (unread) {
            return "its content breaks off where it cannot be read";
        }
        for (COSBase stream : streams) {
            if (stream instanceof FilteredStream filtered && filtered.isDamaged()) {
                return "the compressed data of its content is damaged";
            }
        }
        return "";
    }

    /** Whether any of this content paints; of long content, its beginning is looked at. */
    static boolean paints(RandomAccessRead content) throws IOException {
        byte[] start = new byte[Math.min(LONGEST_CONTENT, content.available())];
        int length = 0;
        for (int count = 1; count > 0 && length < start.length; length += Math.max(0, count)) {
            count = content.read(start, length, start.length - length);
        }
        String text = new String(start, 0, length, StandardCharsets.ISO_8859_1);
        return PAINTS.matcher(COMMENT.matcher(text).replaceAll("")).find();
    }
}
