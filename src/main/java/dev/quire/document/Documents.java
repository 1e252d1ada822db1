package dev.quire.document;

/** Placeholder until the parser lands. */
public final class Documents {
    private Documents() {}

    public static OpenDocument open(ByteSource source, DocumentLimits limits) throws DocumentException {
        throw new DocumentException(ErrorClass.UNSUPPORTED_FORMAT, source.name() + limits);
    }
}
