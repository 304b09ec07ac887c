package io.ullage.job.match;

import java.util.List;

/** The answer of {@link DiskMatcher}, in the order of the disks' names and the volumes' ids. */
public record Matching(List<Match> matches, List<Unmatched> unmatched) {
    public Matching {
        matches = List.copyOf(matches);
        unmatched = List.copyOf(unmatched);
    }

    public record Match(String disk, String volumeId, MatchRule rule) {}

    /**
     * @param entityId name of the guest disk, or volumeId
     * @param candidates of the other side, where several fit equally well
     */
    public record Unmatched(Side side, String entityId, UnmatchedReason reason, List<String> candidates) {
        public Unmatched {
            candidates = List.copyOf(candidates);
        }
    }
}
