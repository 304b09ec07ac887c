package io.ullage.schema.catalogue;

/** How a measure comes to be. */
public enum Origin {
    MEASURED("read by an agent"),
    JOINED("worked out by the utilisation job from the host's and the guest's view"),
    ESTIMATED("estimated from the readings of a while"),
    SAMPLED("worked out by the dedup job from samples of content"),
    SUMMED("sum over the volumes of the pool"),
    COUNTED("counted while the topic is read"),
    DERIVED("computed from the others when asked for");

    private final String meaning;

    Origin(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
