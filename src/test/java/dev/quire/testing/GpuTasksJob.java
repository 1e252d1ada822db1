package dev.quire.testing;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.sql.SparkSession;

/** A tiny application whose tasks say on which executor and with which GPU they ran. Argument: how many tasks. */
public final class GpuTasksJob {
    private GpuTasksJob() {}

    public static void main(String[] args) throws IOException {
        int tasks = Integer.parseInt(args[0]);
        try (SparkSession spark = SparkSession.builder().appName("gpu tasks").getOrCreate()) {
            JavaRDD<String> places = new JavaSparkContext(spark.sparkContext())
                    .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
                    .mapPartitions(new SayWhere());
            print("half a GPU a task", places);
            var wholeGpu = new TaskResourceRequests().cpus(1).resource("gpu", 1.0);
            print(
                    "a GPU a task",
                    places.map(place -> place)
                            .withResources(new ResourceProfileBuilder()
                                    .require(wholeGpu)
                                    .build()));
        }
    }

    private static void print(String stage, JavaRDD<String> places) {
        System.out.println(
                stage + ": " + places.collect().stream().sorted().distinct().collect(Collectors.joining(", ")));
    }

    private record SayWhere() implements FlatMapFunction<Iterator<Integer>, String> {
        @Override
        public Iterator<String> call(Iterator<Integer> numbers) throws InterruptedException {
            Thread.sleep(400);
            var addresses = TaskContext.get().resourcesJMap().get("gpu").addresses();
            return List.of("executor %s on gpu %s".formatted(SparkEnv.get().executorId(), String.join("+", addresses)))
                    .iterator();
        }
    }
}
