package dev.quire.infer;

import dev.quire.device.DeviceLog;
import java.util.Iterator;

/**
 * Results as they come from a device. A result of a sick device is not passed on, since the page is not to blame: the task
 * fails, and Spark runs it elsewhere.
 */
record WatchedPages(Iterator<PageResult> results, ExecutorDevice device, DeviceLog log)
        implements Iterator<PageResult> {

    @Override
    public boolean hasNext() {
        return results.hasNext();
    }

    @Override
    public PageResult next() {
        device.watch().check();
        PageResult result = results.next();
        device.watch().check();
        device.sampler().look();
        if (!results.hasNext()) {
            log.add(device.sampler().take());
        }
        return result;
    }
}
