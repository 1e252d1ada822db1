package dev.quire.infer;

import dev.quire.config.DeviceConfig;
import dev.quire.config.ReadConfig;
import dev.quire.device.DeviceLog;
import dev.quire.document.Drawing;
import dev.quire.plan.Fragment;
import dev.quire.source.DocumentFiles;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Spark function: the fragments of a partition to the results of their pages. All tasks of an executor feed the same engines.
 *
 * @param log gathers how well devices are used
 * @param done counts pages for the progress line; the truth is in the tables
 * @param failed counts pages in quarantine, likewise
 */
public record RecognizePages(
        ChosenEngines chosen,
        DocumentFiles files,
        ReadConfig config,
        DeviceConfig devices,
        DeviceLog log,
        LongAccumulator done,
        LongAccumulator failed)
        implements FlatMapFunction<Iterator<Fragment>, PageResult> {

    @Override
    public Iterator<PageResult> call(Iterator<Fragment> fragments) throws EngineException, InterruptedException {
        if (!fragments.hasNext()) {
            return java.util.Collections.emptyIterator();
        }
        Drawing.require(); // Before the model is loaded
        TaskContext task = TaskContext.get();
        Device device = device(task.resourcesJMap());
        PageResult.Executor executor = executor(device);
        TaskEngines engines = new TaskEngines(
                chosen,
                device,
                config,
                devices,
                executor.id(),
                files.hadoop().value().value());
        TaskPages pages = TaskPages.of(task, config);
        PageReader reader = new PageReader(fragments, files, config, engines, pages, executor);
        TaskCompletionListener closeReader = context -> reader.close();
        task.addTaskCompletionListener(closeReader);
        reader.drawAhead();
        ExecutorDevice open = engines.first(); // An engine that cannot be opened fails the task, not its pages
        return new Counted(new WatchedPages(reader, open, log), done, failed);
    }

    /** The device that Spark assigned to this task; an error, never the CPU, where one was asked for and none came. */
    private Device device(Map<String, ResourceInformation> resources) {
        if (!devices.assigned()) {
            return Device.CPU;
        }
        ResourceInformation gpu = resources.get("gpu");
        if (gpu == null || gpu.addresses().length == 0) {
            throw new IllegalStateException("Spark assigned no GPU to this task, but spark.quire.device asks for one."
                    + " Set spark.executor.resource.gpu.amount and its discovery script.");
        }
        return new Device(Device.Kind.valueOf(devices.kind().name()), Integer.parseInt(gpu.addresses()[0]));
    }

    static PageResult.Executor executor(Device device) {
        SparkEnv environment = SparkEnv.get();
        return new PageResult.Executor(
                environment.blockManager().blockManagerId().host() + "/" + environment.executorId(),
                HostKind.of(device));
    }
}
