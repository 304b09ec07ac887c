package io.ullage.image.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.image.BackingState;
import io.ullage.image.BlockMap;
import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.ImageException;
import io.ullage.image.LiveMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LedgerCounterTest {
    /** One state per byte: the slowest and plainest model of a disk. */
    private record Disk(List<BackingState> backing, List<GuestState> guest, int unit) implements BlockMap {
        @Override
        public long provisionedBytes() {
            return backing.size();
        }

        @Override
        public long allocationUnitBytes() {
            return unit;
        }

        @Override
        public ExtentCursor<BackingState> extents() {
            return new ListCursor<>(backing);
        }

        LiveMap live() {
            return new LiveMap() {
                @Override
                public long sizeBytes() {
                    return guest.size();
                }

                @Override
                public ExtentCursor<GuestState> extents() {
                    return new ListCursor<>(guest);
                }
            };
        }
    }

    private static final class ListCursor<S extends Enum<S>> implements ExtentCursor<S> {
        private final List<S> states;
        private int start;
        private int end;

        ListCursor(List<S> states) {
            this.states = states;
        }

        @Override
        public boolean next() {
            start = end;
            while (end < states.size() && states.get(end) == states.get(start)) {
                end++;
            }
            return end > start;
        }

        @Override
        public long start() {
            return start;
        }

        @Override
        public long length() {
            return end - start;
        }

        @Override
        public S state() {
            return states.get(start);
        }
    }

    @Provide
    Arbitrary<Disk> disks() {
        // runs of a state, so that whole units of one kind happen as well as mixed ones
        Arbitrary<List<BackingState>> backing = runs(BackingState.class);
        Arbitrary<List<GuestState>> guest = runs(GuestState.class);
        return Combinators.combine(backing, guest, Arbitraries.integers().between(1, 9))
                .as((b, g, unit) -> {
                    int size = Math.min(b.size(), g.size());
                    return new Disk(b.subList(0, size), g.subList(0, size), unit);
                });
    }

    private static <S extends Enum<S>> Arbitrary<List<S>> runs(Class<S> states) {
        Arbitrary<List<S>> run = Combinators.combine(
                        Arbitraries.of(states), Arbitraries.integers().between(1, 24))
                .as((state, length) -> Collections.nCopies(length, state));
        return run.list().ofMinSize(0).ofMaxSize(30).map(lists -> lists.stream()
                .flatMap(List::stream)
                .toList());
    }

    @Property
    void sums_to_provisioned_and_equals_the_count_byte_by_byte(@ForAll("disks") Disk disk) throws IOException {
        ByteLedger ledger = LedgerCounter.count(disk, disk.live());

        assertThat(ledger.totalBytes()).isEqualTo(disk.provisionedBytes());
        assertThat(ledger).isEqualTo(byteByByte(disk));
    }

    @Property
    void nothing_is_promised_of_a_disk_that_nobody_sees(@ForAll("disks") Disk disk) throws IOException {
        List<GuestState> unseen = Collections.nCopies(disk.backing.size(), GuestState.UNSEEN);
        ByteLedger ledger = LedgerCounter.count(disk, new Disk(disk.backing, unseen, disk.unit).live());

        assertThat(ledger.deadBytes()).isZero();
        assertThat(ledger.strandedBytes()).isZero();
        assertThat(ledger.liveBytes()).isZero();
        assertThat(ledger.trimReturnsBytes()).isZero();
    }

    @Property
    void a_finer_unit_never_lessens_what_a_trim_returns(
            @ForAll("disks") Disk disk, @ForAll @IntRange(min = 2, max = 5) int times) throws IOException {
        Disk coarse = new Disk(disk.backing, disk.guest, disk.unit * times);

        assertThat(LedgerCounter.count(disk, disk.live()).trimReturnsBytes())
                .isGreaterThanOrEqualTo(
                        LedgerCounter.count(coarse, coarse.live()).trimReturnsBytes());
    }

    private static ByteLedger byteByByte(Disk disk) {
        long[] sums = new long[9];
        for (int at = 0; at < disk.backing.size(); at++) {
            int unitStart = at / disk.unit * disk.unit;
            int unitEnd = Math.min(unitStart + disk.unit, disk.backing.size());
            List<GuestState> unitGuest = disk.guest.subList(unitStart, unitEnd);
            boolean alone = unitGuest.stream().allMatch(state -> state == GuestState.FREE)
                    && !disk.backing.subList(unitStart, unitEnd).contains(BackingState.SHARED);
            BackingState backing = disk.backing.get(at);
            GuestState guest = disk.guest.get(at);
            sums[classOf(backing, guest, alone)]++;
            if (alone
                    && List.of(BackingState.MAPPED, BackingState.MAPPED_ZERO, BackingState.RESERVED)
                            .contains(backing)) {
                sums[8]++;
            }
        }
        return new ByteLedger(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], sums[8]);
    }

    private static int classOf(BackingState backing, GuestState guest, boolean alone) {
        String pair = backing + "+" + guest;
        List<String> live = List.of("MAPPED+LIVE", "MAPPED_ZERO+LIVE", "RESERVED+LIVE", "SHARED+LIVE", "BACKED+LIVE");
        if (live.contains(pair)) {
            return 0;
        }
        return switch (pair) {
            case "UNMAPPED+LIVE" -> 1;
            case "MAPPED+FREE" -> alone ? 2 : 3;
            case "SHARED+FREE", "BACKED+FREE" -> 3;
            case "MAPPED_ZERO+FREE", "MAPPED_ZERO+UNSEEN" -> 4;
            case "RESERVED+FREE", "RESERVED+UNSEEN" -> 5;
            case "UNMAPPED+FREE", "UNMAPPED+UNSEEN" -> 6;
            case "MAPPED+UNSEEN", "SHARED+UNSEEN", "BACKED+UNSEEN" -> 7;
            default -> throw new IllegalStateException(pair);
        };
    }

    @Test
    void the_example_of_the_page() throws IOException {
        // four units of 4: [mapped, half live] [mapped, free] [unmapped, live] [unmapped, free], and a short fifth,
        // mapped and free
        Disk disk = new Disk(
                states(BackingState.MAPPED, 8, BackingState.UNMAPPED, 8, BackingState.MAPPED, 2),
                states(GuestState.LIVE, 2, GuestState.FREE, 6, GuestState.LIVE, 4, GuestState.FREE, 6),
                4);

        ByteLedger ledger = LedgerCounter.count(disk, disk.live());

        assertThat(ledger).isEqualTo(new ByteLedger(2, 4, 6, 2, 0, 0, 4, 0, 6));
    }

    @SuppressWarnings("unchecked")
    private static <S extends Enum<S>> List<S> states(Object... stateAndCount) {
        List<S> states = new ArrayList<>();
        for (int i = 0; i < stateAndCount.length; i += 2) {
            states.addAll(Collections.nCopies((Integer) stateAndCount[i + 1], (S) stateAndCount[i]));
        }
        return states;
    }

    @Test
    void maps_of_different_sizes_are_refused() {
        Disk disk = new Disk(states(BackingState.MAPPED, 8), states(GuestState.LIVE, 7), 4);

        assertThatThrownBy(() -> LedgerCounter.count(disk, disk.live()))
                .isInstanceOf(ImageException.class)
                .hasMessage("live map: must cover the 8 bytes of its volume, was 7");
    }

    @Test
    void a_map_with_a_gap_is_refused() {
        Disk disk = new Disk(states(BackingState.MAPPED, 8), states(GuestState.LIVE, 8), 4);
        LiveMap gap = new LiveMap() {
            @Override
            public long sizeBytes() {
                return 8;
            }

            @Override
            public ExtentCursor<GuestState> extents() {
                return new ListCursor<>(disk.guest().subList(0, 6));
            }
        };

        assertThatThrownBy(() -> LedgerCounter.count(disk, gap)).hasMessageContaining("nothing at byte 6");
    }

    @Test
    void a_terabyte_in_one_extent_is_one_step() throws IOException {
        BlockMap blocks = new BlockMap() {
            @Override
            public long provisionedBytes() {
                return 1L << 60;
            }

            @Override
            public long allocationUnitBytes() {
                return 65536;
            }

            @Override
            public ExtentCursor<BackingState> extents() {
                return new OneExtent<>(1L << 60, BackingState.MAPPED);
            }
        };
        LiveMap live = new LiveMap() {
            @Override
            public long sizeBytes() {
                return 1L << 60;
            }

            @Override
            public ExtentCursor<GuestState> extents() {
                return new OneExtent<>(1L << 60, GuestState.FREE);
            }
        };

        assertThat(LedgerCounter.count(blocks, live).deadBytes()).isEqualTo(1L << 60);
    }

    private static final class OneExtent<S extends Enum<S>> implements ExtentCursor<S> {
        private final long length;
        private final S state;
        private boolean given;

        OneExtent(long length, S state) {
            this.length = length;
            this.state = state;
        }

        @Override
        public boolean next() {
            boolean more = !given;
            given = true;
            return more;
        }

        @Override
        public long start() {
            return 0;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public S state() {
            return state;
        }
    }
}
