package io.ullage.job.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.job.match.Matching.Match;
import io.ullage.job.match.Matching.Unmatched;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

class DiskMatcherTest {
    @Example
    void theBackingFileOnTheSameMachineIsTheSurestKey() {
        Matching matching = DiskMatcher.match(
                List.of(new GuestDisk("loop0", "h1", "/a.img", "S", null, null, 10)),
                List.of(
                        new HostDisk("file", "h1", "/a.img", null, null, null, 10),
                        new HostDisk("otherHost", "h2", "/a.img", null, null, null, 10),
                        new HostDisk("serial", "h1", null, "S", null, null, 10)));

        assertThat(matching.matches()).containsExactly(new Match("loop0", "file", MatchRule.SAME_FILE));
    }

    @Example
    void serialBeforeWwnBeforeBusAddressBeforeSize() {
        List<GuestDisk> disks = List.of(
                disk("a", "S", "w1", "b1", 10),
                disk("b", null, "W2", "b2", 20),
                disk("c", null, null, "b3", 30),
                disk("d", null, null, null, 40));
        List<HostDisk> volumes = List.of(
                volume("va", "S", "w2", "b2", 40),
                volume("vb", null, "0xw2", "b3", 99),
                volume("vc", null, null, "b3", 10),
                volume("vd", null, null, null, 40));

        assertThat(DiskMatcher.match(disks, volumes).matches()).containsExactly(new Match("a", "va", MatchRule.SERIAL));
        assertThat(DiskMatcher.match(disks, List.of(volumes.get(1), volumes.get(3)))
                        .matches())
                .containsExactly(new Match("b", "vb", MatchRule.WWN), new Match("d", "vd", MatchRule.UNIQUE_SIZE));
        assertThat(DiskMatcher.match(disks, List.of(volumes.get(2))).matches())
                .containsExactly(new Match("c", "vc", MatchRule.BUS_ADDRESS));
    }

    @Example
    void twoDisksOfOneSerialAreNoMatchButMayStillDifferInSize() {
        Matching matching = DiskMatcher.match(
                List.of(disk("a", "S", null, null, 10), disk("b", "S", null, null, 20)),
                List.of(volume("va", "S", null, null, 10), volume("vb", null, null, null, 30)));

        assertThat(matching.matches()).containsExactly(new Match("a", "va", MatchRule.UNIQUE_SIZE));
        assertThat(matching.unmatched())
                .containsExactly(
                        new Unmatched(Side.GUEST_DISK, "b", UnmatchedReason.NO_CANDIDATE, List.of()),
                        new Unmatched(Side.VOLUME, "vb", UnmatchedReason.NO_CANDIDATE, List.of()));
    }

    @Example
    void aSizeThatTwoVolumesHaveIsAGuess() {
        Matching matching = DiskMatcher.match(
                List.of(disk("a", null, null, null, 10)),
                List.of(volume("v1", null, null, null, 10), volume("v2", null, null, null, 10)));

        assertThat(matching.matches()).isEmpty();
        assertThat(matching.unmatched())
                .containsExactly(
                        new Unmatched(Side.GUEST_DISK, "a", UnmatchedReason.AMBIGUOUS, List.of("v1", "v2")),
                        new Unmatched(Side.VOLUME, "v1", UnmatchedReason.AMBIGUOUS, List.of("a")),
                        new Unmatched(Side.VOLUME, "v2", UnmatchedReason.AMBIGUOUS, List.of("a")));
    }

    @Example
    void aSizeThatASurerMatchHasTooIsNotUnique() {
        Matching matching = DiskMatcher.match(
                List.of(disk("a", "S", null, null, 10), disk("b", null, null, null, 10)),
                List.of(volume("va", "S", null, null, 10), volume("vb", null, null, null, 10)));

        assertThat(matching.matches()).containsExactly(new Match("a", "va", MatchRule.SERIAL));
        assertThat(matching.unmatched()).extracting(Unmatched::candidates).containsExactly(List.of("vb"), List.of("b"));
    }

    @Example
    void aVirtioDiskTellsTwentyCharactersOfItsSerial() {
        String uuid = "0f6a1c2e-7b3d-4f58-9a41-2f6b7c8d9e01";

        assertThat(DiskMatcher.match(
                                List.of(disk("vda", uuid.substring(0, 20), null, null, 1)),
                                List.of(volume("v", uuid, null, null, 2)))
                        .matches())
                .containsExactly(new Match("vda", "v", MatchRule.SERIAL));
        assertThat(DiskMatcher.match(
                                List.of(disk("vda", uuid.substring(0, 19), null, null, 1)),
                                List.of(volume("v", uuid, null, null, 2)))
                        .matches())
                .isEmpty();
        assertThat(DiskMatcher.match(
                                List.of(disk("vda", uuid.substring(0, 20), null, null, 1)),
                                List.of(volume("v", uuid, null, null, 2), volume("w", uuid + "x", null, null, 2)))
                        .matches())
                .isEmpty();
    }

    @Example
    void theTypeAndTheDashesOfAWwnDoNotMatter() {
        for (String host : List.of("0x5000c500a1b2c3d4", "naa.5000C500A1B2C3D4", "5000c500-a1b2-c3d4")) {
            assertThat(DiskMatcher.match(
                                    List.of(disk("sda", null, "5000c500a1b2c3d4", null, 1)),
                                    List.of(volume("v", null, host, null, 2)))
                            .matches())
                    .as(host)
                    .containsExactly(new Match("sda", "v", MatchRule.WWN));
        }
    }

    @Example
    void emptyKeysAndEmptyDisksMatchNothing() {
        assertThat(DiskMatcher.match(List.of(disk("sr0", " ", "", " ", 0)), List.of(volume("v", " ", "0x", "", 0)))
                        .matches())
                .isEmpty();
    }

    @Example
    void aMissingSideIsNamed() {
        assertThat(DiskMatcher.match(List.of(disk("a", "S", null, null, 1)), List.of())
                        .unmatched())
                .extracting(Unmatched::reason)
                .containsExactly(UnmatchedReason.NO_HOST_VIEW);
        assertThat(DiskMatcher.match(List.of(), List.of(volume("v", "S", null, null, 1)))
                        .unmatched())
                .extracting(Unmatched::reason)
                .containsExactly(UnmatchedReason.NO_GUEST_VIEW);
    }

    @Property(tries = 1000)
    void everyDiskAndVolumeIsAccountedForOnceInWhateverOrder(@ForAll long seed) {
        Random random = new Random(seed);
        List<GuestDisk> disks = new ArrayList<>();
        List<HostDisk> volumes = new ArrayList<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            disks.add(disk("d" + i, key(random), key(random), key(random), random.nextInt(4)));
        }
        for (int i = 0; i < random.nextInt(6); i++) {
            volumes.add(volume("v" + i, key(random), key(random), key(random), random.nextInt(4)));
        }

        Matching matching = DiskMatcher.match(disks, volumes);

        Set<String> seen = new HashSet<>();
        matching.matches().forEach(match -> {
            assertThat(seen.add(match.disk())).isTrue();
            assertThat(seen.add(match.volumeId())).isTrue();
        });
        matching.unmatched().forEach(one -> assertThat(seen.add(one.entityId())).isTrue());
        assertThat(seen).hasSize(disks.size() + volumes.size());
        Collections.shuffle(disks, random);
        Collections.shuffle(volumes, random);
        assertThat(DiskMatcher.match(disks, volumes)).isEqualTo(matching);
    }

    private static @Nullable String key(Random random) {
        int choice = random.nextInt(5);
        return choice == 0 ? null : "k" + choice;
    }

    private static GuestDisk disk(
            String name, @Nullable String serial, @Nullable String wwn, @Nullable String bus, long size) {
        return new GuestDisk(name, "guest", null, serial, wwn, bus, size);
    }

    private static HostDisk volume(
            String id, @Nullable String serial, @Nullable String wwn, @Nullable String bus, long size) {
        return new HostDisk(id, "host", null, serial, wwn, bus, size);
    }
}
