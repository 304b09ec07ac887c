package io.ullage.schema.ledger;

/** How sure a figure is. */
public enum Method {
    /** Counted from complete maps: low, best and high are one. */
    EXACT,
    /** The truth lies between low and high. */
    BOUNDED,
    /** From a sample: low to high is a 95 % confidence interval. */
    SAMPLED
}
