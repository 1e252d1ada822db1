package dev.quire.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlausibilityTest {

    private static final List<String> HINDI = List.of("""
            यह किताब हिन्दी में लिखी गई है जिसमें विज्ञान के विषय दिए गए हैं और विद्यार्थी इसे नियमित रूप से पढ़ते हैं
            किताबें विद्यालय के पुस्तकालय में रखी जाती हैं जहाँ शिक्षक और विद्यार्थी मिलकर पढ़ाई करते हैं""".split("\\s+"));

    @Test
    void vowelSignsThatStandBeforeTheirLettersAreNotBelieved() {
        List<String> asPrinted = HINDI.stream()
                .map(word -> word.replaceAll("(\\p{L})\u093f", "\u093f$1"))
                .toList();

        assertThat(Plausibility.of(HINDI).isDoubtful()).isFalse();
        assertThat(Plausibility.of(asPrinted).isDoubtful()).isTrue();
    }
}
