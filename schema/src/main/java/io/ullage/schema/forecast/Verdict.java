package io.ullage.schema.forecast;

/** What a forecast says in one word. */
public enum Verdict {
    /** It is full now. */
    FULL,
    /** Full within the horizon, more likely than not: the median is there. */
    FILLING,
    /** Full within the horizon with a chance of ten per cent or more, and less than even: only P10 is there. */
    MAY_FILL,
    /** The chance of being full within the horizon is less than ten per cent. */
    NOT_FILLING,
    /** Too few days since the first reading, or since the last change of capacity or rate. */
    NOT_ENOUGH_HISTORY,
    /** How much there will be is known, not how much room there is. */
    NO_CAPACITY
}
