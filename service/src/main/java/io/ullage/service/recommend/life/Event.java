package io.ullage.service.recommend.life;

/** What happens to a recommendation. */
public enum Event {
    /** A rule proposed it, for the first time or again after it was realised or withdrawn. */
    OPENED,
    /** Its figures changed; its state did not. */
    REFRESHED,
    ACCEPTED,
    DISMISSED,
    DONE,
    /** What came back was measured. */
    REALISED,
    /** Its cause went away without it: nobody's saving. */
    WITHDRAWN
}
