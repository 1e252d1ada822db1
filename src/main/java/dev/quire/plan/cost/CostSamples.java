package dev.quire.plan.cost;

import dev.quire.document.PageFacts;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;

/**
 * What measured pages say of cost, in a fixed size however many they are: the sums of weighted least squares. Sums of
 * two sets of pages add up, and older ones fade by multiplication.
 *
 * <p>A page counts by the inverse square of its density, so that its relative error counts; below a density of 1 all
 * count alike, since a moment's pause of the machine is a large part of nearly nothing.
 */
public final class CostSamples implements Serializable {

    /** Fewer pages say nothing. */
    static final int FEWEST = 10;

    private static final int SWEEPS = 500;

    /** Where in the numbers the sums begin: pages, features times features, features times each part of the cost. */
    private static final int PRODUCTS = 1;

    private static final int RENDER = PRODUCTS + PageFeatures.COUNT * PageFeatures.COUNT;
    private static final int INFER = RENDER + PageFeatures.COUNT;
    private static final int TOKENS = INFER + PageFeatures.COUNT;
    private static final int SIZE = TOKENS + PageFeatures.COUNT;

    private final double[] sums;

    public CostSamples() {
        this(new double[SIZE]);
    }

    private CostSamples(double[] sums) {
        this.sums = sums;
    }

    /** As {@link #numbers} gave it; empty where that was another version of Quire. */
    public static CostSamples of(double[] numbers) {
        return numbers.length == SIZE ? new CostSamples(numbers.clone()) : new CostSamples();
    }

    /** All that it holds, for a table. */
    public double[] numbers() {
        return sums.clone();
    }

    /** Pages, faded ones by what is left of them. */
    public double pages() {
        return sums[0];
    }

    /** Counts a page in; returns this. */
    public CostSamples add(PageFacts page, PageCost measured) {
        double[] features = PageFeatures.of(page);
        double density = Math.max(1, PageFeatures.density(features));
        double weight = 1 / (density * density);
        sums[0]++;
        for (int i = 0; i < features.length; i++) {
            double weighted = weight * features[i];
            for (int j = 0; j < features.length; j++) {
                sums[PRODUCTS + i * features.length + j] += weighted * features[j];
            }
            sums[RENDER + i] += weighted * measured.renderMillis();
            sums[INFER + i] += weighted * measured.inferMillis();
            sums[TOKENS + i] += weighted * measured.tokens();
        }
        return this;
    }

    /** Both together, older pages by a share. */
    public CostSamples plus(CostSamples older, double share) {
        double[] both = sums.clone();
        Arrays.setAll(both, i -> both[i] + share * older.sums[i]);
        return new CostSamples(both);
    }

    /** What a unit of each feature costs, by the features' names. */
    public Map<String, PageCost> readable(CostPrior prior) {
        return fit(prior).readable();
    }

    /**
     * The weights with the least squared error, none below 0 (by coordinate descent), drawn to the density prior, scaled
     * to the mean of these pages, as if {@link #FEWEST} pages more had said what the prior says. The prior alone below that.
     */
    LinearCost fit(CostPrior prior) {
        return pages() < FEWEST ? LinearCost.of(prior) : new LinearCost(fit(RENDER), fit(INFER), fit(TOKENS));
    }

    private double[] fit(int responses) {
        double[] response = Arrays.copyOfRange(sums, responses, responses + PageFeatures.COUNT);
        double[] target = scaledDensity(response);
        double[] weights = target.clone();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i < weights.length; i++) {
                double own = row(i)[i];
                double drawn = own * FEWEST / pages();
                if (own > 0) {
                    double rest = response[i] - PageFeatures.product(row(i), weights) + own * weights[i];
                    weights[i] = Math.max(0, (rest + drawn * target[i]) / (own + drawn));
                }
            }
        }
        return weights;
    }

    /** The density prior times what makes it right for these pages on the whole. */
    private double[] scaledDensity(double[] response) {
        double[] density = PageFeatures.ofDensity(1);
        double predicted = 0;
        for (int i = 0; i < density.length; i++) {
            predicted += density[i] * PageFeatures.product(row(i), density);
        }
        return PageFeatures.ofDensity(predicted == 0 ? 0 : PageFeatures.product(density, response) / predicted);
    }

    private double[] row(int feature) {
        int from = PRODUCTS + feature * PageFeatures.COUNT;
        return Arrays.copyOfRange(sums, from, from + PageFeatures.COUNT);
    }
}
