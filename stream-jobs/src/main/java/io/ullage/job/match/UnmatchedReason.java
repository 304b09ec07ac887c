package io.ullage.job.match;

/** Why a guest disk or an attached volume has no counterpart. */
public enum UnmatchedReason {
    /** No volume of any host names this machine. */
    NO_HOST_VIEW("no host reports a volume for this machine"),
    /** No guest agent speaks for this machine, or its view is older than what may be carried forward. */
    NO_GUEST_VIEW("no guest agent reports for this machine"),
    /** The other side is there, and none of its entries fits by any rule. */
    NO_CANDIDATE("nothing on the other side has the same serial, WWN, bus address or size"),
    /** Several fit equally well, so choosing one would be a guess. */
    AMBIGUOUS("several on the other side fit equally well");

    private final String meaning;

    UnmatchedReason(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
