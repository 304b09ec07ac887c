package io.ullage.job.match;

/** From which side a thing without a counterpart was seen. */
public enum Side {
    GUEST_DISK,
    VOLUME
}
