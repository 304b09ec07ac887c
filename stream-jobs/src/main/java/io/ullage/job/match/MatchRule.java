package io.ullage.job.match;

/** By what a guest disk was found to be a volume, in the order of trust. */
public enum MatchRule {
    /** A loop device whose backing file is the volume's path on the same machine. */
    SAME_FILE,
    SERIAL,
    WWN,
    BUS_ADDRESS,
    /** Only one disk and only one volume of the machine have that size. */
    UNIQUE_SIZE
}
