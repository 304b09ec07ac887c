package io.ullage.service.recommend.life;

/** Where a recommendation is in its life. */
public enum State {
    OPEN,
    ACCEPTED,
    DISMISSED,
    DONE,
    REALISED,
    WITHDRAWN;

    /** Over: if the rule proposes it again, that is another round. */
    public boolean isOver() {
        return this == REALISED || this == WITHDRAWN;
    }

    /** Somebody means to do it, or says that it was done: its bytes are nobody else's. */
    public boolean isKept() {
        return this == ACCEPTED || this == DONE;
    }
}
