package io.ullage.image.content;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong, in words; holds the first {@value #KEPT} and counts the rest, so that damage cannot fill the heap. */
public final class Anomalies {
    static final int KEPT = 16;

    private final List<String> kept = new ArrayList<>();
    private long count;
    private boolean outdated;

    /** What is on the disk may be older than the truth by more than a moment: nothing may be promised by it. */
    public void addOutdated(String anomaly) {
        outdated = true;
        add(anomaly);
    }

    public boolean outdated() {
        return outdated;
    }

    public void add(String anomaly) {
        if (kept.size() < KEPT) {
            kept.add(anomaly);
        }
        count++;
    }

    public List<String> toList() {
        if (count == kept.size()) {
            return List.copyOf(kept);
        }
        List<String> all = new ArrayList<>(kept);
        all.add("and " + (count - kept.size()) + " more");
        return List.copyOf(all);
    }
}
