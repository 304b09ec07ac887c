package io.ullage.schema.ledger;

/** Where a provisioned byte is, by guest state × backing state, and what would bring it back. */
public enum LedgerClass {
    LIVE("held by the guest and backed", "nothing: it is doing its work"),
    CLAIMED("held by the guest, not backed", "nothing: the pool will be asked for it"),
    DEAD("free in the guest, backed, its whole allocation unit free, held by nothing else", "trim"),
    STRANDED(
            "free in the guest, backed, in a unit that is partly live or that a snapshot or parent holds",
            "defragment, consolidate, delete the snapshot"),
    ZEROED("not live, backed and all zeros", "punch holes"),
    RESERVED("not live, allocated and never written", "convert to thin"),
    ULLAGE("not live and not backed", "shrink the disk"),
    UNSEEN("backed, and nobody can say whether the guest holds it", "nothing is promised");

    private final String meaning;
    private final String action;

    LedgerClass(String meaning, String action) {
        this.meaning = meaning;
        this.action = action;
    }

    public String meaning() {
        return meaning;
    }

    public String action() {
        return action;
    }
}
