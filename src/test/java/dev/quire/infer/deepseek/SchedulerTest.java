package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.quire.document.FinishReason;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the small random model, whose texts mean nothing but are the same each time. */
final class SchedulerTest {

    private static final int BLOCK = 32;
    private static final int LONGEST = 700;
    private static final Ending ENDING = Ending.ofPages(Answers.PROMPT, LONGEST);

    private static Program program;
    private static Weights weights;
    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() throws Exception {
        TorchSettings.apply();
        Checkpoint checkpoint = Checkpoint.open(Answers.MODEL);
        program = Program.load(Device.cpu());
        weights = Weights.load(program, checkpoint, LONGEST + Scheduler.STEPS);
        tokenizer = Tokenizer.open(checkpoint.tokenizer());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
        weights.close();
        program.close();
    }

    @Test
    void whereTheCacheIsShortPagesWaitAndNoneIsLost() throws Exception {
        int onePage = (LONGEST + Scheduler.STEPS) / BLOCK + 2;

        List<Scheduler.Generated> crowded = read(onePage + 6, 8, 6);

        assertThat(crowded).isEqualTo(read(20 * onePage, 8, 6)).isEqualTo(read(20 * onePage, 1, 6));
    }

    @Test
    void aPageThatDoesNotEndStopsAtItsLongest() throws Exception {
        List<Scheduler.Generated> texts = read(100, 4, 4);

        assertThat(texts).allSatisfy(text -> {
            if (text.finish() == FinishReason.LENGTH) {
                assertThat(text.tokens()).isEqualTo(LONGEST - Answers.PROMPT.length(0));
            } else {
                assertThat(text.finish()).isEqualTo(FinishReason.STOP);
                assertThat(text.tokens()).isLessThan(LONGEST - Answers.PROMPT.length(0));
            }
        });
        assertThat(texts).anySatisfy(text -> assertThat(text.finish()).isEqualTo(FinishReason.LENGTH));
    }

    @Test
    void aClosedSchedulerFailsWhatIsNotDone() throws Exception {
        Generator generator = Generator.of(program, weights, Answers.PROMPT, 100, BLOCK);
        Scheduler scheduler = new Scheduler(generator, tokenizer, new BatchSize(1, 1), ENDING, LONGEST);
        List<CompletableFuture<Scheduler.Generated>> queued = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            queued.add(scheduler.submit(page(number)));
        }
        scheduler.close();
        generator.close();

        for (CompletableFuture<Scheduler.Generated> text : List.of(queued.get(49), scheduler.submit(page(2)))) {
            assertThatThrownBy(text::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(EngineException.class)
                    .hasMessageContaining("The engine is closed");
        }
    }

    @Test
    void aCacheTooSmallForOnePageIsRefused() throws Exception {
        try (Generator generator = Generator.of(program, weights, Answers.PROMPT, 20, BLOCK)) {
            assertThatThrownBy(() -> new Scheduler(generator, tokenizer, new BatchSize(4, 4), ENDING, LONGEST))
                    .hasMessage("The cache has no room for one page of 700 tokens");
        }
    }

    private static List<Scheduler.Generated> read(int blocks, int together, int pages) throws Exception {
        try (Generator generator = Generator.of(program, weights, Answers.PROMPT, blocks, BLOCK);
                Scheduler scheduler =
                        new Scheduler(generator, tokenizer, new BatchSize(together, together), ENDING, LONGEST)) {
            List<CompletableFuture<Scheduler.Generated>> answers = new ArrayList<>();
            for (int number = 0; number < pages; number++) {
                answers.add(scheduler.submit(page(number)));
            }
            List<Scheduler.Generated> texts = new ArrayList<>();
            for (CompletableFuture<Scheduler.Generated> answer : answers) {
                texts.add(answer.get());
            }
            return texts;
        }
    }

    private static PageViews page(int number) {
        byte[] view = new byte[3 * PageViews.VIEW * PageViews.VIEW];
        for (int i = 0; i < view.length; i++) {
            view[i] = (byte) (i / (3 + number) * (number + 1));
        }
        return new PageViews(view, new byte[0], 0);
    }
}
