package dev.quire.document;

import java.util.Map;
import java.util.OptionalInt;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.pdfparser.XrefTrailerResolver;

/**
 * A file's table of where its objects lie. Where that is wrong, PDFBox looks through the file and goes on with what it
 * finds, without a word of what it may have missed.
 */
final class ObjectTable extends XrefTrailerResolver {

    private final Watch watch;
    private OptionalInt asWritten = OptionalInt.empty();

    ObjectTable(Watch watch) {
        this.watch = watch;
    }

    /** Zero where no table could be read. */
    @Override
    public void setStartxref(long position) {
        if (position == 0) {
            watch.damaged("its table of objects cannot be read, some may be missing");
        }
        super.setStartxref(position);
    }

    /** Asked for to be corrected, and once more when it is. */
    @Override
    public Map<COSObjectKey, Long> getXrefTable() {
        Map<COSObjectKey, Long> table = super.getXrefTable();
        if (table != null && asWritten.isEmpty()) {
            asWritten = OptionalInt.of(table.hashCode());
        } else if (table != null && asWritten.orElseThrow() != table.hashCode()) {
            watch.damaged("objects are not where its table says, some may be missing");
        }
        return table;
    }
}
