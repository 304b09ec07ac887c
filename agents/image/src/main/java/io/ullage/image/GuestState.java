package io.ullage.image;

/** What the guest does with a range of a disk. */
public enum GuestState {
    LIVE,
    FREE,
    UNSEEN
}
