package io.ullage.agent.collect;

/** Told how far long work has come. Called from the collector's thread, often: must be quick. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = (collector, done, total, item) -> {};

    /**
     * One step.
     *
     * @param done units finished, of {@code total}
     * @param item in work now, such as the path of an image
     */
    void step(String collector, long done, long total, String item);
}
