package io.ullage.agent.kafka;

import io.ullage.agent.spool.SpoolRecord;
import java.util.List;

/** Takes messages to where they are read. For one thread. */
public interface Transport extends AutoCloseable {
    /** Sends records in order and waits for the answers. */
    Delivery deliver(List<SpoolRecord> records) throws InterruptedException;

    @Override
    void close();

    /**
     * How far it came.
     *
     * @param done records from the beginning that need not be sent again
     * @param refused of these, records that the broker will never take
     * @param problem why it went no further; empty if it did
     */
    record Delivery(int done, int refused, String problem) {}
}
