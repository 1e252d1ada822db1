package dev.quire.infer;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The engines that a run reads with.
 *
 * @param alternative reads what the first could not; null where there is none
 */
public record ChosenEngines(EngineFactory first, @Nullable EngineFactory alternative) implements Serializable {

    /** The same with the files of their models listed, on the driver. Throws ConfigException where there are none. */
    public ChosenEngines listed(Configuration hadoop) {
        return new ChosenEngines(first.listed(hadoop), alternative == null ? null : alternative.listed(hadoop));
    }

    boolean hasAlternative() {
        return alternative != null;
    }

    /** The one whose turn it is. */
    EngineFactory of(PageTry page) {
        return page.before() == null || alternative == null ? first : alternative;
    }
}
