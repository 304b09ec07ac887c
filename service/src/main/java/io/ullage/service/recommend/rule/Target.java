package io.ullage.service.recommend.rule;

/**
 * What is acted on.
 *
 * @param id unique among those of its kind
 * @param name for people
 */
public record Target(Kind kind, String id, String name) {
    /** What it is. */
    public enum Kind {
        VOLUME,
        SNAPSHOT,
        POOL,
        HOST_DISK
    }
}
