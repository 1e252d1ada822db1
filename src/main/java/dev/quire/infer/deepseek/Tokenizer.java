package dev.quire.infer.deepseek;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The checkpoint's tokenizer. Its native library comes in the jar; nothing is downloaded. */
final class Tokenizer implements AutoCloseable {

    /** Of a text to encode: prompts are short. */
    private static final int MOST_TOKENS = 8_192;

    private final HuggingFaceTokenizer tokenizer;

    private Tokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Throws IOException where the file is no tokenizer. */
    static Tokenizer open(Path file) throws IOException {
        try {
            return new Tokenizer(HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optTruncation(false)
                    .optMaxLength(MOST_TOKENS)
                    .build());
        } catch (RuntimeException e) {
            throw new IOException("%s is no tokenizer: %s".formatted(file, e.getMessage()), e);
        }
    }

    long[] encode(String text) {
        return tokenizer.encode(text, false, false).getIds();
    }

    /** Tags such as {@code <td>} and {@code <|ref|>} included; bytes that are no UTF-8 become U+FFFD. */
    String decode(List<Long> tokens) {
        return tokenizer.decode(tokens.stream().mapToLong(Long::longValue).toArray(), false);
    }

    /** The tokens around a page's picture. Throws IOException where the tokenizer is of another model. */
    PromptTokens around(Prompt prompt) throws IOException {
        long[] exempt = {single("<td>"), single("</td>")};
        return new PromptTokens(
                new long[] {single("<｜begin▁of▁sentence｜>")},
                encode(prompt.text()),
                single("<｜end▁of▁sentence｜>"),
                exempt);
    }

    private long single(String token) throws IOException {
        long[] tokens = encode(token);
        if (tokens.length != 1) {
            throw new IOException("tokenizer.json is not that of DeepSeek-OCR 2: it has no token " + token);
        }
        return tokens[0];
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
