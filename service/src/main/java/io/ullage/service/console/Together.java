package io.ullage.service.console;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** Asks the store several things at the same time: a page is as fast as its slowest question, not as all of them. */
final class Together {
    private final Executor threads;

    Together(Executor threads) {
        this.threads = threads;
    }

    /** One thing to ask. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws SQLException;
    }

    /** What comes of it. */
    interface Answer<T> {
        /** Waits for it. */
        T get() throws SQLException;
    }

    <T> Answer<T> ask(Question<T> question) {
        FutureTask<T> task = new FutureTask<>(question::ask);
        threads.execute(task);
        return () -> result(task);
    }

    private static <T> T result(FutureTask<T> task) throws SQLException {
        try {
            return task.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SQLException("stopped while waiting for the store", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new SQLException(failed.getCause().getMessage(), failed.getCause());
        }
    }
}
