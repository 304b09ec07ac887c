package io.ullage.service.node;

import java.time.Duration;

/**
 * Something that the node does again and again beside its children, such as working out recommendations.
 *
 * @param name in {@code ullage status} and in the log
 * @param interval from the end of one run to the begin of the next
 */
public record NodeRoutine(String name, Duration interval, Work work) {

    /** One run. It opens what it needs and closes it again: the children can be others at the next run. */
    @FunctionalInterface
    public interface Work {
        /** @param node where everything is now */
        void run(NodeFile node) throws Exception;
    }
}
