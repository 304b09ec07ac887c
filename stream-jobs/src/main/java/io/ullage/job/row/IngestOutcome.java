package io.ullage.job.row;

/** What became of a message. Each has exactly one outcome: accepted = emitted + late + malformed + duplicate. */
public enum IngestOutcome {
    /** Passed on, in the order of its agent's intervals. */
    EMITTED,
    /** Passed on, though its agent had already spoken of a later interval: the rows of its interval are written again. */
    LATE,
    /** Refused as a whole, and kept in the dead-letter topic. */
    MALFORMED,
    /** A report that had come before. */
    DUPLICATE
}
