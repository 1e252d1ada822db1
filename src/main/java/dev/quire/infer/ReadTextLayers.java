package dev.quire.infer;

import dev.quire.config.ReadConfig;
import dev.quire.plan.Fragment;
import dev.quire.source.DocumentFiles;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Spark function: fragments that need no model to the results of their pages.
 *
 * @param done counts pages for the progress line; the truth is in the tables
 * @param failed counts pages in quarantine, likewise
 */
public record ReadTextLayers(DocumentFiles files, ReadConfig config, LongAccumulator done, LongAccumulator failed)
        implements FlatMapFunction<Iterator<Fragment>, PageResult> {

    @Override
    public Iterator<PageResult> call(Iterator<Fragment> fragments) {
        TaskPages pages = TaskPages.of(TaskContext.get(), config);
        TextLayerReader reader =
                new TextLayerReader(fragments, files, config, pages, RecognizePages.executor(Device.CPU));
        TaskCompletionListener closeReader = context -> reader.close();
        TaskContext.get().addTaskCompletionListener(closeReader);
        return new Counted(reader, done, failed);
    }
}
