package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.infer.torch.TorchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same tokens and texts as Hugging Face's tokenizers, which quire_deepseek/model_fixture.py asked. */
final class TokenizerParityTest {

    @BeforeAll
    static void settings() throws Exception {
        TorchSettings.apply();
    }

    @Test
    void tokensAreTheSame() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(Answers.MODEL.resolve("tokenizer.json"))) {
            Answers.READ
                    .encoded()
                    .forEach((text, tokens) ->
                            assertThat(tokenizer.encode(text)).containsExactly(tokens.toArray(Long[]::new)));
        }
    }

    @Test
    void textsAreTheSameAlsoWhereACharacterIsCutThrough() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(Answers.MODEL.resolve("tokenizer.json"))) {
            for (Answers.Text text : Answers.READ.decoded()) {
                assertThat(tokenizer.decode(text.ids())).isEqualTo(text.text());
            }
        }
    }

    @Test
    void refusesAFileThatIsNoTokenizer(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");

        assertThatThrownBy(() -> Tokenizer.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no tokenizer");
    }
}
