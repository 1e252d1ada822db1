package dev.quire.plan.cost;

import dev.quire.document.PageFacts;
import java.util.List;

/** What is known of a page before it is drawn, as the numbers that its cost is taken to be linear in. */
final class PageFeatures {

    /** As the table {@code page_costs} names them. */
    static final List<String> NAMES =
            List.of("page", "1000_characters", "image", "image_share", "scan_share", "file_megabyte", "empty_page");

    static final int COUNT = NAMES.size();

    /**
     * The density prior: characters / 1000 + 0.5 for each image, as in the original document splitter, plus what any page
     * costs; and a picture as large as a page that holds no text is taken for a page of 2,000 characters.
     */
    private static final double[] DENSITY = {0.2, 1, 0.5, 0, 2, 0, 0.2};

    /** A hundred icons are not a hundred photographs. */
    private static final int MOST_IMAGES = 4;

    private PageFeatures() {}

    static double[] of(PageFacts page) {
        boolean empty = page.characters() == 0 && page.images() == 0;
        return new double[] {
            empty ? 0 : 1,
            page.characters() / 1_000.0,
            Math.min(page.images(), MOST_IMAGES),
            page.imageShare(),
            page.characters() == 0 ? page.imageShare() : 0,
            page.fileBytes() / 1e6,
            empty ? 1 : 0
        };
    }

    static double density(double[] features) {
        return product(DENSITY, features);
    }

    /** The weights of a cost that is nothing but density, at so much for each unit of it. */
    static double[] ofDensity(double cost) {
        double[] weights = DENSITY.clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= cost;
        }
        return weights;
    }

    static double product(double[] weights, double[] features) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * features[i];
        }
        return sum;
    }
}
