package io.ullage.dashboards.preview;

/** What answers the queries of panels. */
@FunctionalInterface
interface Answers {
    /** @throws PreviewException if there is no answer */
    Frame ask(String sql);
}
