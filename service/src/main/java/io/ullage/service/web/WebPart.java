package io.ullage.service.web;

import java.util.List;
import java.util.Optional;

/** A part of what is served: REST, the console, metrics. */
public interface WebPart {
    List<Route> routes();

    /** How a browser is told that something went wrong; the first part that knows is asked. */
    default Optional<ErrorPage> errorPage() {
        return Optional.empty();
    }

    /**
     * Told of every answer, whichever part gave it.
     *
     * @param route as it is declared, such as {@code /volumes/{id}}; {@code none} where there is none
     */
    default void answered(String method, String route, int status, double tookSeconds) {}

    /** Ends what works behind its answers, after the last of them. */
    default void close() {}

    /** Makes parts when the store is there. */
    @FunctionalInterface
    interface Factory {
        List<WebPart> create(Served served);
    }

    /** Writes the body of a page about a problem; its status and the headers are set. */
    @FunctionalInterface
    interface ErrorPage {
        void write(Call call, Problem problem) throws Exception;
    }
}
