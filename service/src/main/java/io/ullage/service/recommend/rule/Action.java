package io.ullage.service.recommend.rule;

/**
 * What is recommended. Bytes that two of them could bring back go to the one that stands first; {@link Candidate#weak} ones come after all
 * others.
 */
public enum Action {
    DELETE_ORPHAN("delete-orphan", "delete a volume that nobody uses", Effect.RETURNS, Risk.HIGH),
    RETIRE("retire", "retire the disk of a machine that is off or idle", Effect.RETURNS, Risk.HIGH),
    DELETE_SNAPSHOT("delete-snapshot", "delete an old snapshot", Effect.RETURNS, Risk.MEDIUM),
    TRIM("trim", "trim what the guest deleted", Effect.RETURNS, Risk.LOW),
    PASS_DISCARDS("pass-discards", "make discard arrive, then trim", Effect.RETURNS, Risk.MEDIUM),
    PUNCH("punch", "punch out the zeros", Effect.RETURNS, Risk.LOW),
    MAKE_THIN("make-thin", "convert to thin", Effect.RETURNS, Risk.MEDIUM),
    SHRINK("shrink", "shrink the disk to what its guest needs", Effect.RETURNS, Risk.HIGH),
    CONSOLIDATE("consolidate", "write an overlay into its parent", Effect.RETURNS, Risk.MEDIUM),
    LINK_CLONES("link-clones", "keep what clones have in common once", Effect.RETURNS, Risk.MEDIUM),
    MOVE("move", "move off a pool that will be full", Effect.MOVES, Risk.MEDIUM),
    GROW_METADATA("grow-metadata", "grow the metadata of a thin pool", Effect.PREVENTS, Risk.LOW),
    USE_HOST_DISK("use-host-disk", "use a disk of a host that holds nothing", Effect.PREVENTS, Risk.NONE);

    private final String wireName;
    private final String meaning;
    private final Effect effect;
    private final Risk risk;

    Action(String wireName, String meaning, Effect effect, Risk risk) {
        this.wireName = wireName;
        this.meaning = meaning;
        this.effect = effect;
        this.risk = risk;
    }

    /** The rule's name in the store, in the configuration and on the command line. */
    public String wireName() {
        return wireName;
    }

    public String meaning() {
        return meaning;
    }

    public Effect effect() {
        return effect;
    }

    /** For who uses the volume, if it is done as the commands say and the checks hold. */
    public Risk risk() {
        return risk;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static Action named(String wireName) {
        for (Action action : values()) {
            if (action.wireName.equals(wireName)) {
                return action;
            }
        }
        throw new IllegalArgumentException("must be the name of a rule, was " + wireName);
    }

    /** What comes of an act. */
    public enum Effect {
        /** Bytes come back to the pool, and to the estate. */
        RETURNS,
        /** Bytes come back to the pool, and are taken from another one. */
        MOVES,
        /** Nothing comes back; something does not happen. */
        PREVENTS
    }

    /** What may go wrong. */
    public enum Risk {
        NONE,
        LOW,
        MEDIUM,
        HIGH
    }
}
