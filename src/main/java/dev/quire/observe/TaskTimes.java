package dev.quire.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Spark listener: when the tasks of the described jobs ran. */
public final class TaskTimes extends SparkListener {

    private final Map<Integer, String> stages = new ConcurrentHashMap<>();
    private final Map<String, Map<Integer, List<Span>>> spans = new ConcurrentHashMap<>();

    /** A task, by the clock of the driver, in milliseconds. */
    private record Span(long launched, long finished) {
        private long milliseconds() {
            return finished - launched;
        }
    }

    @Override
    public void onJobStart(SparkListenerJobStart job) {
        String description = job.properties() == null ? null : job.properties().getProperty("spark.job.description");
        if (description != null) {
            scala.jdk.javaapi.CollectionConverters.asJava(job.stageIds())
                    .forEach(stage -> stages.put((Integer) stage, description));
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
        String description = stages.get(task.stageId());
        if (description != null && task.taskMetrics() != null) {
            spans.computeIfAbsent(description, key -> new ConcurrentHashMap<>())
                    .computeIfAbsent(task.stageId(), key -> new ArrayList<>())
                    .add(new Span(task.taskInfo().launchTime(), task.taskInfo().finishTime()));
        }
    }

    /**
     * The share of time in which slots had no task, from the first task's start to the last one's end, in the stage of the
     * described jobs that took longest; NaN where none ran.
     */
    public double idleShare(String description, int slots) {
        List<Span> stage = longest(description);
        long from = stage.stream().mapToLong(Span::launched).min().orElse(0);
        long to = stage.stream().mapToLong(Span::finished).max().orElse(0);
        return stage.isEmpty() ? Double.NaN : 1 - sum(stage) / Math.max(1.0, (double) slots * (to - from));
    }

    /** How long each task took, in milliseconds, in the stage of the described jobs that took longest. */
    public List<Long> milliseconds(String description) {
        return longest(description).stream().map(Span::milliseconds).toList();
    }

    private List<Span> longest(String description) {
        return spans.getOrDefault(description, Map.of()).values().stream()
                .max(Comparator.comparingLong(TaskTimes::sum))
                .orElse(List.of());
    }

    private static long sum(List<Span> stage) {
        return stage.stream().mapToLong(Span::milliseconds).sum();
    }
}
