package dev.quire.plan;

/**
 * What a run has to work with.
 *
 * @param devices that read pages; on the CPU, executors
 * @param tasksPerDevice tasks that feed one device at once
 * @param tasksInTurn of these, how many wait for one another: all where the pages of a device share its time, 1 where each
 *     is read on a core of its own
 * @param pagesPerTask that a device reads at once for each of its tasks
 * @param overlap what a second of work took on the clock in earlier runs: below 1 where cores draw pages while the
 *     device reads others, above 1 where they wait; 1 where there was none
 */
public record Cluster(int devices, int tasksPerDevice, int tasksInTurn, int pagesPerTask, double overlap) {

    /** Tasks that run at once. */
    public int slots() {
        return devices * tasksPerDevice;
    }
}
