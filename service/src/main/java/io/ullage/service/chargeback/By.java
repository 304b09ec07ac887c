package io.ullage.service.chargeback;

/** What a bill is shown by. */
public enum By {
    TENANT("tenant"),
    COST_CENTRE("cost-centre"),
    VM("vm"),
    POOL("pool");

    private final String word;

    By(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
