package io.ullage.service.dedup;

import io.ullage.job.dedup.VolumeTotals;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume of a set.
 *
 * @param sketch absent where nobody has read its content
 */
record Member(
        String volumeId,
        @Nullable String name,
        @Nullable Long allocatedBytes,
        @Nullable Sketch sketch) {

    /**
     * Its newest complete epoch.
     *
     * @param epochMillis milliseconds since 1970
     */
    record Sketch(SampledDomain domain, long epochMillis, VolumeTotals totals, long fingerprints) {}

    /** Sketches that can be held against each other. */
    record SampledDomain(String domainId, int chunkBytes, int k) {}

    /** From a row of {@link SetReader}. */
    static Member of(Map<String, Object> row) {
        String domainId = (String) row.get("domainId");
        Sketch sketch = domainId == null
                ? null
                : new Sketch(
                        new SampledDomain(
                                domainId,
                                number(row, "chunkBytes").intValue(),
                                number(row, "k").intValue()),
                        number(row, "epochMillis"),
                        new VolumeTotals(number(row, "scannedBytes"), number(row, "zeroBytes")),
                        number(row, "fingerprints"));
        return new Member(
                String.valueOf(row.get("volumeId")),
                (String) row.get("name"),
                (Long) row.get("allocatedBytes"),
                sketch);
    }

    private static Long number(Map<String, Object> row, String name) {
        if (row.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalStateException(name + " is missing in " + row);
    }
}
