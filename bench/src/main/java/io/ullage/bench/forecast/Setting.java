package io.ullage.bench.forecast;

/** Out of which ranges the parameters of series are drawn. */
public enum Setting {
    /** What the estimator was made with. */
    TUNED,
    /** Wider on both sides, and other seeds: what it is judged by. */
    HELD_OUT
}
