package io.ullage.job.utilisation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * State: the newest intervals of a key, which is all that readings in order ever touch. It is read and written with every message, so it is
 * small: the marks of older intervals lie apart, and views apart from their marks.
 *
 * @param marks in the order of their starts; every interval that is newer than the first of them is among them
 * @param older how many marks lie apart
 * @param olderDue of these, how many are to be written
 * @param olderDueStarts the starts of these; absent in state of an earlier build
 * @param cleanUpMillis wall clock of the next look for what is to be forgotten; absent where none is set
 */
public record RecentIntervals(
        List<IntervalMark> marks,
        int older,
        int olderDue,
        @Nullable List<Long> olderDueStarts,
        @Nullable Long cleanUpMillis) {
    static final RecentIntervals NONE = new RecentIntervals(List.of(), 0, 0, List.of(), null);
}
