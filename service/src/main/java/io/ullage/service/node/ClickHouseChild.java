package io.ullage.service.node;

import io.ullage.service.clickhouse.EmbeddedClickHouse;
import io.ullage.service.process.Child;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** ClickHouse as a supervisor sees it. */
record ClickHouseChild(EmbeddedClickHouse server) implements Child {
    @Override
    public long pid() {
        return server.pid();
    }

    @Override
    public boolean isAlive() {
        return server.isAlive();
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return server.onExit();
    }

    @Override
    public Map<String, String> awaitReady(Duration within) throws InterruptedException {
        server.awaitReady(within);
        return Map.of();
    }

    /** It has a grace of its own, after which it is ended by force. */
    @Override
    public void stop(Duration grace) {
        server.close();
    }

    @Override
    public void close() {
        ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
}
