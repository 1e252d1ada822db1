package dev.quire.plan.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.quire.document.PageFacts;
import dev.quire.document.TextTrust;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CostModelTest {

    private static final CostPrior PRIOR = new CostPrior(30, 60, 300);
    private static final CostHistory.Kind MODEL = new CostHistory.Kind(false, "a processor");

    @Test
    void a_cluster_without_history_goes_by_density() {
        CostModel model = CostModel.of(PRIOR, 2);

        PageCost cost = model.price(page(2_000, 9, 0.1f, 1, TextTrust.IMAGES));

        assertThat(cost.renderMillis()).isCloseTo(30 * (0.2 + 2 + 4 * 0.5), offset(1e-9));
        assertThat(cost.inferMillis()).isCloseTo(60 * 4.2, offset(1e-9));
        assertThat(cost.tokens()).isCloseTo(300 * 4.2, offset(1e-9));
        assertThat(model.taskMillis(cost)).isCloseTo(30 * 4.2 + 2 * 60 * 4.2, offset(1e-9));
    }

    @Test
    void a_text_layer_needs_no_model() {
        PageCost cost = CostModel.of(PRIOR, 2).price(page(2_000, 0, 0, 1, TextTrust.TRUSTED));

        assertThat(cost.inferMillis()).isZero();
        assertThat(cost.tokens()).isZero();
        assertThat(cost.renderMillis()).isBetween(1.0, 50.0);
    }

    @Test
    void measured_pages_teach_what_things_on_a_page_cost() {
        CostModel model = new CostHistory().with(MODEL, samples(2_000, 7, 1)).model(PRIOR, 1);

        for (int i = 0; i < 20; i++) {
            PageFacts page = page(new Random(100 + i));
            assertThat(model.price(page).inferMillis()).isCloseTo(truth(page), withPercentage(12));
        }
    }

    @Test
    void few_pages_say_nothing() {
        CostModel model = new CostHistory().with(MODEL, samples(9, 3, 1)).model(PRIOR, 1);

        assertThat(model.price(page(1_000, 0, 0, 0, TextTrust.NO_TEXT)))
                .isEqualTo(CostModel.of(PRIOR, 1).price(page(1_000, 0, 0, 0, TextTrust.NO_TEXT)));
    }

    @Test
    void no_page_is_ever_predicted_to_cost_less_than_nothing() {
        CostSamples odd = new CostSamples();
        for (int i = 1; i <= 100; i++) {
            // The more characters, the cheaper
            odd.add(page(100 * i, 1, 0.5f, 1, TextTrust.IMAGES), new PageCost(10, 10_000.0 / i, 0));
        }

        PageCost cost =
                new CostHistory().with(MODEL, odd).model(PRIOR, 1).price(page(1_000_000, 0, 0, 0, TextTrust.NO_TEXT));

        assertThat(cost.inferMillis()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void new_runs_outweigh_old_ones_after_a_few_nights() {
        CostHistory history = new CostHistory().with(MODEL, samples(1_000, 1, 1));
        PageFacts page = page(3_000, 0, 0, 1, TextTrust.NO_TEXT);

        for (int night = 0; night < 6; night++) {
            history.with(MODEL, history.followedBy(MODEL, samples(1_000, 2 + night, 5)));
        }

        assertThat(history.model(PRIOR, 1).price(page).inferMillis()).isCloseTo(5 * truth(page), withPercentage(10));
        assertThat(history.pages()).isLessThan(1_000 / (1 - 0.7));
    }

    @Test
    void a_night_with_few_pages_does_not_make_the_others_fade() {
        CostHistory history = new CostHistory().with(MODEL, samples(1_000, 1, 1));

        for (int night = 0; night < 20; night++) {
            history.with(MODEL, history.followedBy(MODEL, samples(2, night, 50)));
        }

        assertThat(history.pages()).isEqualTo(1_040);
    }

    @Test
    void samples_survive_being_kept_in_a_table() {
        CostSamples samples = samples(50, 1, 1);

        assertThat(CostSamples.of(samples.numbers()).numbers()).isEqualTo(samples.numbers());
        assertThat(CostSamples.of(new double[] {1, 2, 3}).pages()).isZero();
    }

    private static CostSamples samples(int pages, int seed, double factor) {
        Random random = new Random(seed);
        CostSamples samples = new CostSamples();
        for (int i = 0; i < pages; i++) {
            PageFacts page = page(random);
            double noise = 0.7 + 0.6 * random.nextDouble();
            samples.add(page, new PageCost(20, factor * noise * truth(page), 0));
        }
        return samples;
    }

    /** What a page of this made-up machine really costs: nothing like the prior. */
    private static double truth(PageFacts page) {
        return 80 + 25 * page.characters() / 1_000.0 + 150 * page.imageShare() + 40 * page.fileBytes() / 1e6;
    }

    private static PageFacts page(Random random) {
        return page(random.nextInt(6_000), random.nextInt(6), random.nextFloat(), random.nextFloat(), TextTrust.IMAGES);
    }

    private static PageFacts page(int characters, int images, float imageShare, float megabytes, TextTrust trust) {
        return new PageFacts(1, 595, 842, 0, characters, images, imageShare).with((long) (1e6 * megabytes), trust);
    }
}
