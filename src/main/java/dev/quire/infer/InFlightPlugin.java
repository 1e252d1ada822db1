package dev.quire.infer;

import dev.quire.infer.PagesInFlight.Message;
import dev.quire.infer.PagesInFlight.Seen;
import java.util.List;
import java.util.Map;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.jspecify.annotations.Nullable;

/**
 * Carries between executors and driver which pages are being read, so that one that kills executors is found. Where the
 * driver is the only executor, as in {@code local[*]}, it dies with it: there is nobody to tell, and nothing is told.
 */
public final class InFlightPlugin implements SparkPlugin {

    @Override
    public DriverPlugin driverPlugin() {
        return new Driver();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new Executor();
    }

    private static final class Driver implements DriverPlugin {

        private @Nullable PagesInFlight pages;

        @Override
        public Map<String, String> init(SparkContext spark, PluginContext context) {
            PagesInFlight known =
                    new PagesInFlight(executor -> spark.getExecutorIds().toSet().contains(executor));
            spark.addSparkListener(new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                    if (end.reason() instanceof ExecutorLostFailure lost) {
                        known.lost(lost.execId(), lost.exitCausedByApp());
                    }
                }
            });
            pages = known;
            return Map.of();
        }

        @Override
        public @Nullable Object receive(Object message) {
            PagesInFlight known = pages;
            if (known == null) {
                throw new IllegalStateException("The driver is not ready");
            }
            List<Seen> seen = known.receive((Message) message);
            return seen == null ? null : seen.stream().map(Seen::message).toList();
        }
    }

    private static final class Executor implements ExecutorPlugin {

        @Override
        public void init(PluginContext context, Map<String, String> extra) {
            if (!context.conf().get("spark.master").startsWith("local")) {
                DriverLink.open(context);
            }
        }
    }
}
