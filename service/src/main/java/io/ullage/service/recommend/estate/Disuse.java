package io.ullage.service.recommend.estate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Of a volume that no machine has and nobody has open now.
 *
 * @param firstRead of the readings that are kept
 * @param usedAt when it was last seen in use; absent where it never was
 */
public record Disuse(Instant firstRead, @Nullable Instant usedAt, long readings) {
    /** Since when it has not been in use, as far back as is known. */
    public Instant since() {
        return usedAt == null ? firstRead : usedAt;
    }
}
