package io.ullage.service.node;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Something that runs beside the children for as long as the node does, such as the delivery of alerts. Options of a class that is a picocli
 * mixin are options of {@code ullage up}.
 */
public interface NodeService {
    /**
     * Before anything is started.
     *
     * @param dataDirectory of the node; it may not be there yet
     * @throws io.ullage.service.output.CommandException if its configuration is wrong
     */
    void prepare(Path dataDirectory) throws IOException;

    /**
     * When all children are up.
     *
     * @param metrics of the node's process
     * @return closed before the children are stopped
     */
    Running start(NodeFile node, PrometheusRegistry metrics) throws IOException;

    /** What was started. */
    @FunctionalInterface
    interface Running extends AutoCloseable {
        @Override
        void close();
    }
}
