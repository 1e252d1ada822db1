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

    @BeforeAll
    static void load() throws Exception {
        TorchSettings.apply();
        Checkpoint checkpoint = Checkpoint.open(Answers.MODEL);
        program = Program.load(Device.cpu());
        weights = Weights.load(program, checkpoint, LONGEST + Scheduler.STEPS);
    }

    @AfterAll
    static void close() {
        weights.close();
        program.close();
    }

    @Test
    void whereTheCacheIsShortPagesWaitAndNoneIsLost() throws Exception {
        int onePage = (LONGEST + Scheduler.STEPS) / BLOCK + 2;

        List<Scheduler.Written> crowded = read(onePage + 6, 8, 6);

        assertThat(crowded).isEqualTo(read(20 * onePage, 8, 6)).isEqualTo(read(20 * onePage, 1, 6));
    }

    @Test
    void aPageThatDoesNotEndStopsAtItsLongest() throws Exception {
        List<Scheduler.Written> texts = read(100, 4, 4);

        assertThat(texts).allSatisfy(text -> {
            if (text.finish() == FinishReason.LENGTH) {
                assertThat(text.tokens()).hasSize(LONGEST - Answers.PROMPT.length(0));
            } else {
                assertThat(text.finish()).isEqualTo(FinishReason.STOP);
                assertThat(text.tokens()).hasSizeLessThan(LONGEST - Answers.PROMPT.length(0));
            }
        });
        assertThat(texts).anySatisfy(text -> assertThat(text.finish()).isEqualTo(FinishReason.LENGTH));
    }

    @Test
    void aClosedSchedulerFailsWhatIsNotDone() throws Exception {
        Generator generator = Generator.of(program, weights, Answers.PROMPT, 100, BLOCK);
        Scheduler scheduler = new Scheduler(generator, new BatchSize(1, 1), ENDING, LONGEST);
        List<CompletableFuture<Scheduler.Written>> queued = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            queued.add(scheduler.submit(page(number)));
        }
        scheduler.close();
        generator.close();

        for (CompletableFuture<Scheduler.Written> text : List.of(queued.get(49), scheduler.submit(page(2)))) {
            assertThatThrownBy(text::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(EngineException.class)
                    .hasMessageContaining("The engine is closed");
        }
    }

    @Test
    void warmingUpTakesNothingForGood() throws Exception {
        try (Generator generator = Generator.of(program, weights, Answers.PROMPT, 40, BLOCK)) {
            int free = generator.pool().free();

            generator.warm(Scheduler.STEPS);

            assertThat(generator.pool().free()).isEqualTo(free);
        }
    }

    @Test
    void aCacheTooSmallForOnePageIsRefused() throws Exception {
        try (Generator generator = Generator.of(program, weights, Answers.PROMPT, 20, BLOCK)) {
            assertThatThrownBy(() -> new Scheduler(generator, new BatchSize(4, 4), ENDING, LONGEST))
                    .hasMessage("The cache has no room for one page of 700 tokens");
        }
    }

    private static List<Scheduler.Written> read(int blocks, int together, int pages) throws Exception {
        try (Generator generator = Generator.of(program, weights, Answers.PROMPT, blocks, BLOCK);
                Scheduler scheduler = new Scheduler(generator, new BatchSize(together, together), ENDING, LONGEST)) {
            List<CompletableFuture<Scheduler.Written>> answers = new ArrayList<>();
            for (int number = 0; number < pages; number++) {
                answers.add(scheduler.submit(page(number)));
            }
            List<Scheduler.Written> texts = new ArrayList<>();
            for (CompletableFuture<Scheduler.Written> answer : answers) {
                texts.add(answer.get());
            }
            return texts;
        }
    }

    private static Picture page(int number) throws EngineException {
        return Picture.of(
                program,
                0,
                target -> {
                    for (int i = 0; target.hasRemaining(); i++) {
                        target.put((byte) (i / (3 + number) * (number + 1)));
                    }
                },
                () -> {});
    }
}
