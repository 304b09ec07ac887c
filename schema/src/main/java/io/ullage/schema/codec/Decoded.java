package io.ullage.schema.codec;

import io.ullage.schema.telemetry.Report;
import java.util.List;

/**
 * A report with the readings that are right, and those that are not.
 *
 * @param rejections the first {@link #MAX_REJECTIONS} of them, in order
 * @param rejected how many readings were left out in all
 */
public record Decoded(Report report, List<Rejection> rejections, int rejected) {
    /** Most rejections of one report that are told one by one. */
    public static final int MAX_REJECTIONS = 64;

    public Decoded {
        rejections = List.copyOf(rejections);
    }
}
