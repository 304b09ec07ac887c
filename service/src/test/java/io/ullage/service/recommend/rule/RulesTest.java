package io.ullage.service.recommend.rule;

import static io.ullage.service.recommend.estate.EstateMaker.GIB;
import static io.ullage.service.recommend.estate.EstateMaker.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.service.recommend.estate.EstateMaker;
import io.ullage.service.recommend.estate.EstateMaker.Disk;
import io.ullage.service.recommend.estate.Filling;
import io.ullage.service.recommend.estate.HostDisk;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Sketch;
import io.ullage.service.recommend.estate.Snapshot.Returned;
import io.ullage.service.recommend.platform.Step;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each rule proposes, and when it is silent. */
class RulesTest {
    private final EstateMaker estate = new EstateMaker().pool("pool", PoolKind.FILE_SYSTEM, 100 * GIB, 60 * GIB, null);

    @Test
    void whatTheGuestDeletedIsTrimmedWhereItIsMounted() {
        estate.volume(Disk.of("v").of("m1", true).live(GIB).dead(3 * GIB).guest("vda", GIB, 1L << 30))
                .machine("m1", true, NOW)
                .fileSystem("m1", "/", "ext4", false, "vda")
                .fileSystem("m1", "/srv/it's here", "ext4", false, "vda");

        Given trim = only(Action.TRIM);

        assertThat(trim.total()).isEqualTo(Estimate.exact(3 * GIB));
        assertThat(trim.candidate().confidence()).isEqualTo(Confidence.HIGH);
        assertThat(texts(trim))
                .containsExactly(
                        "inside name of m1: fstrim --verbose -- /",
                        "inside name of m1: fstrim --verbose -- '/srv/it'\\''s here'");
    }

    @Test
    void whereTheDiskTakesNoDiscardItMustArriveFirst() {
        estate.volume(Disk.of("v").of("m1", true).dead(3 * GIB).guest("vda", 0, 0L))
                .machine("m1", true, NOW);

        Given discards = only(Action.PASS_DISCARDS);

        assertThat(discards.total().bestBytes()).isEqualTo(3 * GIB);
        assertThat(texts(discards))
                .containsExactly(
                        "host host-1: virt-xml 'name of m1' --edit path=/srv/pool/v --disk driver.discard=unmap",
                        "inside name of m1: fstrim --all --verbose");
    }

    @Test
    void whatIsDeadThoughItsFileSystemsDiscardOnlineWasLostOnTheWay() {
        estate.volume(Disk.of("v").of("m1", true).dead(3 * GIB).guest("vda", 0, 1L << 30))
                .machine("m1", true, NOW)
                .fileSystem("m1", "/", "ext4", true, "vda");

        assertThat(only(Action.PASS_DISCARDS).candidate().confidence()).isEqualTo(Confidence.MEDIUM);
    }

    @Test
    void aTrimTakesZerosAndUnwrittenSpaceAndLeavesNothingForPunchAndConversion() {
        estate.volume(Disk.of("v")
                        .of("m1", true)
                        .dead(GIB)
                        .zeroed(2 * GIB)
                        .reserved(3 * GIB)
                        .guest("vda", 0, 1L << 30))
                .machine("m1", true, NOW);

        List<Given> all = propose(Set.of());

        assertThat(all).extracting(given -> given.candidate().action()).doesNotContain(Action.PUNCH, Action.MAKE_THIN);
        assertThat(only(Action.TRIM).total()).isEqualTo(Estimate.bounded(GIB, 6 * GIB, 6 * GIB));
        Set<String> trim = Set.of(only(Action.TRIM).candidate().id());
        assertThat(propose(trim))
                .as("a trim that is dismissed leaves its bytes to others")
                .extracting(given -> given.candidate().action())
                .contains(Action.PUNCH, Action.MAKE_THIN);
    }

    @Test
    void zerosOfARawFileAreDugOutAndThoseOfAnImageAreLeftOutOfACopy() {
        estate.volume(Disk.of("raw").format("raw", "/srv/pool/-raw").zeroed(GIB))
                .volume(Disk.of("image").zeroed(GIB));

        assertThat(all(Action.PUNCH))
                .flatExtracting(RulesTest::texts)
                .contains(
                        "host host-1: fallocate --dig-holes /srv/pool/-raw",
                        "host host-1: qemu-img convert -f qcow2 -O qcow2 /srv/pool/image /srv/pool/image.ullage-new",
                        "host host-1: mv /srv/pool/image.ullage-new /srv/pool/image");
    }

    @Test
    void anOverlayStaysOneWhenItIsCopied() {
        estate.volume(Disk.of("base")).volume(Disk.of("top").on("base").reserved(GIB));

        assertThat(texts(only(Action.MAKE_THIN)).get(0)).contains("-B /srv/pool/base -F qcow2 /srv/pool/top ");
    }

    @Test
    void aThickDiskOfADatastoreIsConvertedAndThenTrimmed() {
        estate.pool("vmfs", PoolKind.DATASTORE, 100 * GIB, 50 * GIB, null)
                .volume(Disk.of("v")
                        .in("vmfs")
                        .format("vmdk", "/vmfs/volumes/ds/v.vmdk")
                        .thick()
                        .of("m1", true)
                        .dead(GIB)
                        .reserved(4 * GIB)
                        .guest("sda", 0, 0L))
                .machine("m1", true, NOW);

        Given thin = only(Action.MAKE_THIN);

        assertThat(thin.total()).isEqualTo(Estimate.bounded(4 * GIB, 5 * GIB, 5 * GIB));
        assertThat(texts(thin))
                .startsWith("host host-1: vmkfstools -i /vmfs/volumes/ds/v.vmdk -d thin /vmfs/volumes/ds/v-ullage.vmdk")
                .endsWith("inside name of m1: fstrim --all --verbose");
        assertThat(all(Action.TRIM)).as("a thick disk gives nothing back").isEmpty();
    }

    @Test
    void snapshotsPromiseTogetherWhatTheyHoldTogether() {
        estate.volume(Disk.of("v").live(GIB).snapshots(7 * GIB))
                .snapshot("s1", "v", SnapshotKind.INTERNAL, NOW.minus(Duration.ofDays(30)), GIB, GIB, null, "YES")
                .snapshot("s2", "v", SnapshotKind.INTERNAL, NOW.minus(Duration.ofDays(20)), GIB, 5 * GIB, null, "YES")
                .snapshot("s3", "v", SnapshotKind.INTERNAL, NOW.minus(Duration.ofDays(1)), GIB, 7 * GIB, null, "YES");

        List<Given> all = all(Action.DELETE_SNAPSHOT);

        assertThat(all).hasSize(2);
        assertThat(all.get(0).total()).isEqualTo(Estimate.exact(GIB));
        assertThat(all.get(1).total()).as("with what both hold").isEqualTo(Estimate.bounded(GIB, 4 * GIB, 4 * GIB));
        assertThat(all.get(1).candidate().checks()).anyMatch(check -> check.contains("older ones of v go first"));
        assertThat(texts(all.get(0))).containsExactly("host host-1: qemu-img snapshot -d s1 /srv/pool/v");
    }

    @Test
    void aSnapshotThatIsHeldByAnImageInUseMayReturnNothingAndOneWithoutRoomStays() {
        estate.volume(Disk.of("v").of("m1", true).live(GIB).snapshots(2 * GIB))
                .snapshot("old", "v", SnapshotKind.INTERNAL, NOW.minus(Duration.ofDays(30)), GIB)
                .snapshot("big", "v", SnapshotKind.INTERNAL, NOW.minus(Duration.ofDays(30)), GIB, null, null, "NO");

        assertThat(only(Action.DELETE_SNAPSHOT).total()).isEqualTo(Estimate.bounded(0, GIB, GIB));
    }

    @Test
    void anOverlayGoesIntoItsParentUnlessAnotherStandsThereToo() {
        estate.volume(Disk.of("base").live(GIB))
                .volume(Disk.of("top").on("base").live(3 * GIB).of("m1", true))
                .machine("m1", true, NOW)
                .snapshot("top", "base", SnapshotKind.OVERLAY, null, 3 * GIB, null, overlay(2 * GIB), "YES");

        Given commit = only(Action.CONSOLIDATE);
        assertThat(commit.total().bestBytes()).isEqualTo(2 * GIB);
        assertThat(texts(commit))
                .containsExactly(
                        "host host-1: virsh blockcommit 'name of m1' /srv/pool/top --active --pivot --wait --verbose");

        estate.volume(Disk.of("sibling").on("base").live(GIB));
        assertThat(all(Action.CONSOLIDATE)).isEmpty();
    }

    @Test
    void anOverlayThatIsTrimmedTooPromisesTheRestOnly() {
        estate.volume(Disk.of("base").live(GIB))
                .volume(Disk.of("top").on("base").live(2 * GIB).dead(GIB).readable(2 * GIB))
                .snapshot("top", "base", SnapshotKind.OVERLAY, null, 3 * GIB, null, overlay(2 * GIB), "YES");

        assertThat(only(Action.TRIM).total()).isEqualTo(Estimate.exact(GIB));
        assertThat(only(Action.CONSOLIDATE).total().bestBytes()).isEqualTo(GIB);
    }

    @Test
    void aVolumeThatNobodyUsedForLongIsAnOrphanWhereItsHostKnowsMachines() {
        estate.volume(Disk.of("known").of("m1", true).live(GIB))
                .volume(Disk.of("orphan").live(GIB).dead(GIB).readable(GIB))
                .volume(Disk.of("fresh").live(GIB))
                .volume(Disk.of("base").live(GIB))
                .volume(Disk.of("top").on("base").of("m1", true).live(GIB))
                .machine("m1", true, NOW)
                .disuse("orphan", NOW.minus(Duration.ofDays(40)), NOW.minus(Duration.ofDays(15)))
                .disuse("base", NOW.minus(Duration.ofDays(40)), null)
                .disuse("fresh", NOW.minus(Duration.ofDays(40)), NOW.minus(Duration.ofDays(13)));

        Given orphan = only(Action.DELETE_ORPHAN);

        assertThat(orphan.candidate().target().id()).isEqualTo("orphan");
        assertThat(orphan.total()).isEqualTo(Estimate.exact(2 * GIB));
        assertThat(orphan.candidate().confidence()).isEqualTo(Confidence.HIGH);
        assertThat(orphan.candidate().why()).contains("100 readings").contains("machines of 2 other volumes");
        assertThat(all(Action.TRIM)).as("what goes is not trimmed first").isEmpty();
    }

    @Test
    void aHostThatKnowsNoMachineCannotTellAnOrphan() {
        estate.volume(Disk.of("v").live(GIB).dead(GIB).readable(GIB)).disuse("v", NOW.minus(Duration.ofDays(40)), null);

        assertThat(only(Action.TRIM).total()).isEqualTo(Estimate.exact(GIB));
        Given orphan = only(Action.DELETE_ORPHAN);
        assertThat(orphan.candidate().confidence()).isEqualTo(Confidence.LOW);
        assertThat(orphan.total()).as("what the trim leaves").isEqualTo(Estimate.exact(GIB));
    }

    @Test
    void machinesThatAreOffForLongAreRetiredAndIdleOnesOnlyGuessedAt() {
        estate.volume(Disk.of("off").of("m1", false).live(2 * GIB))
                .volume(Disk.of("idle").of("m2", true).live(GIB).dead(GIB).guest("vda", GIB, 1L))
                .volume(Disk.of("busy").of("m3", true).live(GIB))
                .machine("m1", false, NOW.minus(Duration.ofDays(31)))
                .machine("m2", true, NOW)
                .machine("m3", true, NOW)
                .activity("idle", 45)
                .activity("busy", 3);

        List<Given> retired = all(Action.RETIRE);

        assertThat(retired)
                .extracting(given -> given.candidate().target().id())
                .containsExactlyInAnyOrder("off", "idle");
        assertThat(retired)
                .filteredOn(given -> given.candidate().target().id().equals("idle"))
                .singleElement()
                .satisfies(idle -> {
                    assertThat(idle.candidate().confidence()).isEqualTo(Confidence.LOW);
                    assertThat(idle.total()).as("without what is trimmed").isEqualTo(Estimate.exact(GIB));
                });
    }

    @Test
    void aDiskShrinksToItsGuestsFloorUnlessItsFileSystemCannot() {
        estate.volume(Disk.of("v")
                        .provisioned(32 * GIB)
                        .of("m1", true)
                        .live(5 * GIB)
                        .guest("vda", 5 * GIB, 1L))
                .volume(Disk.of("xfs")
                        .provisioned(32 * GIB)
                        .of("m1", true)
                        .live(5 * GIB)
                        .guest("vdb", 5 * GIB, 1L))
                .machine("m1", true, NOW)
                .fileSystem("m1", "/", "ext4", false, "vda")
                .fileSystem("m1", "/srv", "xfs", false, "vdb");

        Given shrink = only(Action.SHRINK);

        assertThat(shrink.candidate().target().id()).isEqualTo("v");
        assertThat(shrink.candidate().unprovisionedBytes())
                .as("6.5 GiB and headroom are 7")
                .isEqualTo(25 * GIB);
        assertThat(shrink.total()).as("a thin disk gives nothing back").isEqualTo(Estimate.exact(0));
        assertThat(texts(shrink))
                .containsExactly("host host-1: qemu-img resize -f qcow2 --shrink /srv/pool/v " + 7 * GIB);
    }

    @Test
    void clonesKeepWhatTheyHaveInCommonOnceWhereThePoolDoesNot() {
        for (String id : List.of("a", "b", "c")) {
            estate.volume(Disk.of(id).live(4 * GIB))
                    .sketch(new Sketch(
                            id,
                            "d",
                            4 * GIB,
                            0,
                            new Estimate(GIB, GIB, 2 * GIB, Method.SAMPLED),
                            null,
                            3 * GIB,
                            2 * GIB));
        }

        Given clones = only(Action.LINK_CLONES);

        assertThat(clones.claims()).hasSize(2);
        assertThat(clones.total()).isEqualTo(new Estimate(0, 6 * GIB, 6 * GIB, Method.SAMPLED));
        assertThat(texts(clones)).contains("host host-1: mv -- /srv/pool/c /srv/pool/c.ullage-base");

        estate.pool("pool", PoolKind.ZPOOL, 100 * GIB, 60 * GIB, 2.0);
        assertThat(all(Action.LINK_CLONES)).isEmpty();
    }

    @Test
    void aPoolThatFillsIsRelievedByMovesOfWhatNothingElseBringsBack() {
        estate.pool("pool", PoolKind.FILE_SYSTEM, 100 * GIB, 95 * GIB, null)
                .pool("roomy", PoolKind.FILE_SYSTEM, 100 * GIB, 10 * GIB, null)
                .pool("far", PoolKind.CEPH, 1000 * GIB, 0, null)
                .volume(Disk.of("there").in("roomy").live(GIB))
                .volume(Disk.of("big").provisioned(40 * GIB).live(12 * GIB))
                .volume(Disk.of("small").live(4 * GIB))
                .volume(Disk.of("trimmed").live(GIB).dead(4 * GIB).readable(GIB));

        Given move = only(Action.MOVE);

        assertThat(move.candidate().target().id())
                .as("15 GiB less the 4 that a trim returns")
                .isEqualTo("big");
        assertThat(all(Action.MOVE).get(0).candidate().why())
                .contains("95.0 % full")
                .contains("roomy has the room");
        estate.filling(new Filling("pool", null, null, "NOT_FILLING"));
        assertThat(all(Action.MOVE)).as("it is full and does not fill").isEmpty();
        estate.filling(new Filling("pool", Duration.ofDays(5), Duration.ofDays(9), "FILLING"));
        assertThat(all(Action.MOVE)).isNotEmpty();
    }

    @Test
    void metadataOfAThinPoolGrowsBeforeItEnds() {
        estate.pool(new Pool(
                "lvm:1",
                "vg/pool",
                PoolKind.LVM_THIN,
                null,
                300 * GIB,
                150 * GIB,
                150 * GIB,
                76L << 20,
                60L << 20,
                null,
                3));

        Given grow = only(Action.GROW_METADATA);

        assertThat(texts(grow))
                .containsExactly("host of the pool: lvextend --poolmetadatasize +" + (44L << 20) + "b -- vg/pool");
        assertThat(grow.candidate().why()).contains("metadata is 78.9 % full, data 50.0 %");
    }

    @Test
    void aHostDiskThatHoldsNothingIsToldOf() {
        estate.volume(Disk.of("v").live(GIB))
                .hostDisk(new HostDisk("host-1", "sdb", 2000 * GIB, 0L, 0L))
                .hostDisk(new HostDisk("host-1", "sdc", 2000 * GIB, null, null))
                .hostDisk(new HostDisk("laptop", "sda", 2000 * GIB, 0L, 0L));

        assertThat(only(Action.USE_HOST_DISK).candidate().target().name()).isEqualTo("sdb of host-1");
    }

    @Test
    void aPoolThatStoresEqualBlocksOnceGivesBackOnlyWhatNobodyElseHas() {
        estate.pool("pool", PoolKind.ZPOOL, 100 * GIB, 60 * GIB, 2.0)
                .volume(Disk.of("v").live(4 * GIB).dead(4 * GIB).readable(4 * GIB))
                .sketch(new Sketch(
                        "v",
                        "d",
                        8 * GIB,
                        0,
                        new Estimate(GIB, 2 * GIB, 3 * GIB, Method.SAMPLED),
                        null,
                        6 * GIB,
                        4 * GIB));

        assertThat(only(Action.TRIM).total()).isEqualTo(new Estimate(0, GIB, 4 * GIB, Method.SAMPLED));
    }

    @Test
    void whatIsStoredCompressedReturnsWhatItIsStoredAs() {
        estate.volume(Disk.of("v").live(2 * GIB).dead(2 * GIB).readable(2 * GIB).allocated(GIB));

        Estimate trim = only(Action.TRIM).total();
        assertThat(trim.bestBytes()).isEqualTo(GIB / 2);
        assertThat(trim.lowBytes()).isZero();
        assertThat(trim.highBytes()).isLessThanOrEqualTo(GIB);
    }

    @Test
    void aRuleThatKeptLittleIsTrustedLess() {
        estate.volume(Disk.of("v").of("m1", true).dead(GIB).guest("vda", 0, 1L)).machine("m1", true, NOW);

        List<Given> tried = Proposals.of(
                estate.estate(),
                EnumSet.allOf(Action.class),
                Thresholds.STANDARD,
                Set.of(),
                Set.of(),
                Map.of(Action.TRIM, 0.2));

        assertThat(tried)
                .filteredOn(given -> given.candidate().action() == Action.TRIM)
                .singleElement()
                .satisfies(given -> assertThat(given.candidate().confidence()).isEqualTo(Confidence.MEDIUM));
    }

    @Test
    void anIdIsShortStableAndOfTheActionAndItsTarget() {
        estate.volume(Disk.of("v").dead(GIB).readable(0));
        String id = only(Action.TRIM).candidate().id();

        assertThat(id).matches("[0-9a-hjkmnp-tv-z]{8}");
        assertThat(only(Action.TRIM).candidate().id()).isEqualTo(id);
        assertThat(all(Action.SHRINK))
                .extracting(given -> given.candidate().id())
                .doesNotContain(id);
    }

    private static Returned overlay(long bytes) {
        return new Returned(bytes, bytes, bytes);
    }

    private Given only(Action action) {
        assertThat(all(action)).as(action.wireName()).hasSize(1);
        return all(action).get(0);
    }

    private List<Given> all(Action action) {
        return propose(Set.of()).stream()
                .filter(given -> given.candidate().action() == action)
                .toList();
    }

    private List<Given> propose(Set<String> dismissed) {
        return Proposals.of(
                estate.estate(), EnumSet.allOf(Action.class), Thresholds.STANDARD, dismissed, Set.of(), Map.of());
    }

    private static List<String> texts(Given given) {
        return given.candidate().steps().stream().map(Step::text).toList();
    }
}
