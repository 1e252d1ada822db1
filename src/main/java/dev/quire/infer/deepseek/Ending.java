package dev.quire.infer.deepseek;

import dev.quire.document.FinishReason;
import java.util.Optional;

/** Says whether the text of a page that is being written ends. */
@FunctionalInterface
interface Ending {

    /**
     * Where the text ends, if it does.
     *
     * @param fresh how many of its newest tokens nobody has looked at yet
     */
    Optional<End> of(Sequence sequence, int fresh);

    /**
     * An end.
     *
     * @param length tokens of the text; what was written after them does not count
     */
    record End(int length, FinishReason reason) {}

    /** Ends at the model's own end of text, where the text goes in circles, and at the longest page. */
    static Ending ofPages(PromptTokens prompt, int longest) {
        return (sequence, fresh) -> {
            int most = longest - sequence.promptLength();
            int length = Math.min(sequence.length(), most);
            for (int i = Math.max(0, sequence.length() - fresh); i < length; i++) {
                if (sequence.token(i) == prompt.end()) {
                    return Optional.of(new End(i, FinishReason.STOP));
                }
            }
            if (LoopGuard.circles(sequence)) {
                return Optional.of(new End(length, FinishReason.REPETITION));
            }
            return length == most ? Optional.of(new End(length, FinishReason.LENGTH)) : Optional.empty();
        };
    }
}
