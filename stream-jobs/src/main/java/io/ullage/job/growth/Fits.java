package io.ullage.job.growth;

/** Whether a pool has the room that something needs. */
public enum Fits {
    /** Even the most that it may need is there. */
    YES,
    /** It depends on where in its bounds the need lies. */
    PERHAPS,
    /** Not even the least is there. */
    NO
}
