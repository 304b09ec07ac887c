package io.ullage.service.recommend.rule;

import io.ullage.service.recommend.estate.Estate;
import java.util.List;

/** One thing that can be done about an estate. */
@FunctionalInterface
public interface Rule {
    /** What it proposes, each as if it were alone. */
    List<Candidate> candidates(Estate estate, Thresholds thresholds);
}
