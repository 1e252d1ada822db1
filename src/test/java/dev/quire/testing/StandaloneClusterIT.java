package dev.quire.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quire.testing.StandaloneCluster.Outcome;
import dev.quire.testing.StandaloneCluster.WorkerSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandaloneClusterIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void tasksOfTwoWorkersSeeTheAddressesOfTheirGpus() throws Exception {
        try (var cluster = StandaloneCluster.start(2, WorkerSize.withStandInGpus())) {
            Outcome outcome = cluster.submit(LIMIT, gpuTasks(12));
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            assertThat(outcome.output())
                    .contains("half a GPU a task: executor 0 on gpu 0, executor 1 on gpu 0")
                    .contains("a GPU a task: executor 0 on gpu 0, executor 0 on gpu 1,"
                            + " executor 1 on gpu 0, executor 1 on gpu 1");
        }
    }

    @Test
    void workGoesOnWithoutAKilledWorkerAndNothingOutlivesTheCluster() throws Exception {
        List<ProcessHandle> processes;
        try (var cluster = StandaloneCluster.start(2, WorkerSize.withStandInGpus())) {
            ChildJvm driver = cluster.submitInBackground(gpuTasks(32));
            ChildJvm doomed = cluster.workers().get(0);
            while (driver.isAlive() && !driver.output().contains("half a GPU a task: ")) {
                Thread.sleep(100);
            }
            processes = Stream.concat(cluster.workers().stream(), Stream.of(driver))
                    .flatMap(jvm -> Stream.concat(ProcessHandle.of(jvm.pid()).stream(), jvm.children()))
                    .toList();
            assertThat(cluster.executors(doomed)).hasSize(1);
            doomed.kill();
            assertThat(driver.waitFor(LIMIT)).as(driver.output()).isZero();
            assertThat(driver.output()).contains("a GPU a task: executor ");
            cluster.awaitWorkers(1);
        }
        assertThat(processes).hasSizeGreaterThan(3).noneMatch(ProcessHandle::isAlive);
    }

    private static String[] gpuTasks(int tasks) throws Exception {
        Path jar = TestJar.of(GpuTasksJob.class);
        return Stream.of(
                        "--class " + GpuTasksJob.class.getName(),
                        "--conf spark.cores.max=4",
                        "--conf spark.executor.cores=2",
                        "--conf spark.executor.memory=512m",
                        "--conf spark.executor.resource.gpu.amount=2",
                        "--conf spark.task.resource.gpu.amount=0.5",
                        "--conf spark.scheduler.minRegisteredResourcesRatio=1.0",
                        "--conf spark.scheduler.maxRegisteredResourcesWaitingTime=60s",
                        jar + " " + tasks)
                .flatMap(argument -> Stream.of(argument.split(" ", -1)))
                .toArray(String[]::new);
    }
}
