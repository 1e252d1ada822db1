package dev.quire.infer;

import dev.quire.config.DeviceConfig;
import dev.quire.config.ReadConfig;
import dev.quire.device.DeviceLog;
import dev.quire.plan.Fragment;
import dev.quire.plan.PagePlan;
import dev.quire.source.DocumentFiles;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.util.LongAccumulator;

/**
 * The reading of fragments as Spark schedules it: where devices are assigned, a share of one for each task of a stage
 * that needs the model, and for no other.
 */
public final class Recognition {

    private final RecognizePages function;
    private final ReadTextLayers textLayers;
    private final DeviceConfig device;

    private Recognition(RecognizePages function, ReadTextLayers textLayers, DeviceConfig device) {
        this.function = function;
        this.textLayers = textLayers;
        this.device = device;
    }

    public static Recognition of(
            JavaSparkContext context,
            ChosenEngines engines,
            DocumentFiles files,
            ReadConfig config,
            DeviceConfig device,
            DeviceLog log) {
        LongAccumulator done = context.sc().longAccumulator("pages done");
        LongAccumulator failed = context.sc().longAccumulator("pages failed");
        return new Recognition(
                new RecognizePages(engines, files, config, device, log, done, failed),
                new ReadTextLayers(files, config, done, failed),
                device);
    }

    /** One result for each page of a wave, lazily. */
    public JavaRDD<PageResult> read(JavaRDD<Fragment> fragments, PagePlan.Wave wave) {
        if (!wave.model()) {
            return fragments.mapPartitions(textLayers);
        }
        JavaRDD<PageResult> results = fragments.mapPartitions(function);
        return device.assigned() ? results.withResources(shareOfDevice()) : results;
    }

    /** Pages done so far: tasks that Spark runs again count twice. */
    public LongAccumulator done() {
        return function.done();
    }

    /** Pages in quarantine so far, likewise. */
    public LongAccumulator failed() {
        return function.failed();
    }

    private ResourceProfile shareOfDevice() {
        return new ResourceProfileBuilder()
                .require(new TaskResourceRequests().cpus(1).resource("gpu", 1.0 / device.tasks()))
                .build();
    }
}
