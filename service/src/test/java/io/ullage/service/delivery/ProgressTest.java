package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.delivery.Progress.Place;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void whatIsHandledOutOfTurnIsKnownAfterARestart() {
        Progress progress = Progress.beginning(10);
        for (long offset = 10; offset < 17; offset++) {
            assertThat(progress.read(offset)).isEqualTo(Place.TO_HANDLE);
        }
        for (long offset : new long[] {10, 12, 13, 14, 16}) {
            progress.handled(offset);
        }
        assertThat(progress.offset()).isEqualTo(11);
        assertThat(progress.metadata()).isEqualTo("1 10 1-3,5");

        Progress again = Progress.of(progress.offset(), progress.metadata());
        assertThat(again.read(9)).isEqualTo(Place.EARLIER);
        assertThat(again.read(10)).isEqualTo(Place.HANDLED);
        assertThat(again.read(11)).isEqualTo(Place.TO_HANDLE);
        assertThat(again.read(12)).isEqualTo(Place.HANDLED);
        assertThat(again.read(15)).isEqualTo(Place.TO_HANDLE);
        assertThat(again.read(16)).isEqualTo(Place.HANDLED);
        again.handled(15);
        again.handled(11);
        assertThat(again.offset()).isEqualTo(17);
        assertThat(again.metadata()).isEqualTo("1 10 ");
    }

    @Test
    void aCommitBeforeAllWasReadAgainForgetsNothing() {
        Progress progress = Progress.of(11, "1 10 1-3,5");
        assertThat(progress.read(10)).isEqualTo(Place.HANDLED);
        assertThat(progress.offset()).isEqualTo(11);
        assertThat(progress.metadata()).isEqualTo("1 10 1-3,5");
    }

    @Test
    void whatWasBeingSentIsInDoubtAfterARestartUntilItIsHandled() {
        Progress progress = Progress.beginning(10);
        for (long offset = 10; offset < 16; offset++) {
            progress.read(offset);
        }
        progress.handled(12);
        for (long offset : new long[] {10, 11, 14}) {
            progress.sending(offset);
        }
        assertThat(progress.metadata()).isEqualTo("1 10 2,~0-1,~4");

        Progress again = Progress.of(progress.offset(), progress.metadata());
        assertThat(again.read(10)).isEqualTo(Place.IN_DOUBT);
        assertThat(again.read(11)).isEqualTo(Place.IN_DOUBT);
        assertThat(again.read(12)).isEqualTo(Place.HANDLED);
        assertThat(again.read(13)).isEqualTo(Place.TO_HANDLE);
        assertThat(again.read(14)).isEqualTo(Place.IN_DOUBT);
        again.handled(10);
        again.handled(14);
        assertThat(again.offset()).isEqualTo(11);
        assertThat(again.metadata()).isEqualTo("1 10 1,3,~0");
    }

    @Test
    void textThatIsTooLongKeepsWhatIsHandledBeforeWhatIsBeingSent() {
        Progress progress = Progress.beginning(0);
        for (long offset = 0; offset < 3000; offset++) {
            progress.read(offset);
            if (offset % 2 == 1 && offset < 1000) {
                progress.handled(offset);
            } else if (offset % 2 == 0 && offset > 1000) {
                progress.sending(offset);
            }
        }
        String text = progress.metadata();
        assertThat(text).hasSizeBetween(3980, 4000).contains(",999,~1002,~1004");
        Progress again = Progress.of(0, text);
        assertThat(again.read(999)).isEqualTo(Place.HANDLED);
        assertThat(again.read(1002)).isEqualTo(Place.IN_DOUBT);
        assertThat(again.read(2998)).isEqualTo(Place.TO_HANDLE);
    }

    @Test
    void metadataOfSomebodyElseCountsAsNone() {
        assertThat(Progress.of(5, "").read(4)).isEqualTo(Place.HANDLED);
        assertThat(Progress.of(5, "hello there").read(5)).isEqualTo(Place.TO_HANDLE);
    }

    /** Offsets have gaps, where transactions ended. */
    @Property(tries = 200)
    void overAnyRestartEachIsHandledOnce(
            @ForAll @Size(min = 1, max = 60) java.util.List<@IntRange(min = 0, max = 2) Integer> gaps,
            @ForAll java.util.Random random) {
        Progress progress = Progress.beginning(3);
        Set<Long> offsets = new HashSet<>();
        long at = 3;
        for (int gap : gaps) {
            at += gap;
            offsets.add(at++);
        }
        Set<Long> handled = new HashSet<>();
        Set<Long> sending = new HashSet<>();
        for (int run = 0; run < 20 && handled.size() < offsets.size(); run++) {
            for (long offset : offsets.stream().sorted().toList()) {
                Place place = progress.read(offset);
                assertThat(place.open()).isEqualTo(!handled.contains(offset));
                assertThat(place == Place.IN_DOUBT).isEqualTo(sending.contains(offset));
                if (place.open() && random.nextInt(3) == 0) {
                    progress.sending(offset);
                    sending.add(offset);
                } else if (place.open() && random.nextBoolean()) {
                    sending.remove(offset);
                    progress.handled(offset);
                    handled.add(offset);
                }
            }
            progress = Progress.of(progress.offset(), progress.metadata());
        }
    }
}
