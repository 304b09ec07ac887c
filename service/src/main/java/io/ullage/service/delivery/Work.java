package io.ullage.service.delivery;

/** What is done for one target, from the beginning of the topic until it is asked to stop. */
@FunctionalInterface
interface Work {
    void run(AlertLog log, Stop stop) throws InterruptedException;
}
