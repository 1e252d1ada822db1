package dev.quire.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Spark listener: how long the tasks of the described jobs ran, to compare partitions with each other. */
public final class TaskTimes extends SparkListener {

    private final Map<Integer, String> stages = new ConcurrentHashMap<>();
    private final Map<String, Map<Integer, List<Long>>> times = new ConcurrentHashMap<>();

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
            times.computeIfAbsent(description, key -> new ConcurrentHashMap<>())
                    .computeIfAbsent(task.stageId(), key -> new ArrayList<>())
                    .add(task.taskInfo().duration());
        }
    }

    /** Slowest task over the mean, in the stage of the described jobs that took longest; NaN where none ran. */
    public double slowestOverMean(String description) {
        List<Long> stage = milliseconds(description);
        return stage.isEmpty()
                ? Double.NaN
                : stage.stream().mapToLong(Long::longValue).max().orElseThrow()
                        * (double) stage.size()
                        / Math.max(1, sum(stage));
    }

    /** Of each task of the stage of the described jobs that took longest; empty where none ran. */
    public List<Long> milliseconds(String description) {
        return times.getOrDefault(description, Map.of()).values().stream()
                .max((a, b) -> Long.compare(sum(a), sum(b)))
                .orElse(List.of());
    }

    private static long sum(List<Long> durations) {
        return durations.stream().mapToLong(Long::longValue).sum();
    }
}
