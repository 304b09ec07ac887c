package io.ullage.service.scan;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.service.output.ShellWord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What would come back, by which command, best first. Pure. */
final class ReclaimAdvice {
    private static final Comparator<ReclaimAction> BEST_FIRST = Comparator.comparing(
                    (ReclaimAction action) -> action.returned().bestBytes())
            .reversed()
            .thenComparing(ReclaimAction::kind)
            .thenComparing(ReclaimAction::target);

    private static final String MUST_BE_OFF = "switch the machine off: the image must not be open";

    private final Map<String, ScannedVolume> volumes = new HashMap<>();
    private final List<ReclaimAction> actions = new ArrayList<>();

    private ReclaimAdvice() {}

    /** Actions that may return something, the largest best figure first. */
    static List<ReclaimAction> of(Scan scan) {
        ReclaimAdvice advice = new ReclaimAdvice();
        scan.volumes().forEach(volume -> advice.volumes.put(volume.reading().volumeId(), volume));
        for (ScannedVolume volume : scan.volumes()) {
            advice.trim(volume);
            advice.punch(volume);
            advice.convert(volume);
        }
        for (SnapshotReading snapshot : scan.snapshots()) {
            advice.deleteSnapshot(snapshot, advice.volumes.get(snapshot.volumeId()));
        }
        return advice.actions.stream().sorted(BEST_FIRST).toList();
    }

    private void trim(ScannedVolume volume) {
        VolumeReading reading = volume.reading();
        String path = reading.path();
        if (!volume.mountPoints().isEmpty()) {
            boolean discards = volume.disk() != null
                    && volume.disk().discardMaxBytes() != null
                    && volume.disk().discardMaxBytes() > 0;
            String command = "fstrim -v "
                    + String.join(
                            " && fstrim -v ",
                            volume.mountPoints().stream().map(ShellWord::ofPath).toList());
            add(
                    ReclaimAction.Kind.TRIM,
                    volume,
                    LedgerClass.DEAD,
                    command,
                    discards
                            ? null
                            : "the disk takes no discard: set discard=unmap on it first, or nothing comes back");
        } else if (reading.attachment() != null || reading.inUse()) {
            String machine = reading.attachment() == null
                    ? "the machine that uses it"
                    : "machine " + reading.attachment().machineId();
            add(
                    ReclaimAction.Kind.TRIM,
                    volume,
                    LedgerClass.DEAD,
                    "fstrim -av",
                    "run it inside " + machine + "; its disk must have discard=unmap");
        } else if (path != null) {
            add(
                    ReclaimAction.Kind.TRIM,
                    volume,
                    LedgerClass.DEAD,
                    "virt-sparsify --in-place " + ShellWord.ofPath(path),
                    MUST_BE_OFF);
        }
    }

    private void punch(ScannedVolume volume) {
        VolumeReading reading = volume.reading();
        String path = reading.path();
        if (path == null) {
            return;
        }
        if (reading.format().equals("raw")) {
            add(
                    ReclaimAction.Kind.PUNCH,
                    volume,
                    LedgerClass.ZEROED,
                    "fallocate --dig-holes " + ShellWord.ofPath(path),
                    reading.inUse() ? MUST_BE_OFF : null);
        } else {
            add(
                    ReclaimAction.Kind.PUNCH,
                    volume,
                    LedgerClass.ZEROED,
                    convertCommand(reading, path),
                    convertNeeds(volume));
        }
    }

    private void convert(ScannedVolume volume) {
        VolumeReading reading = volume.reading();
        if (reading.path() != null) {
            add(
                    ReclaimAction.Kind.CONVERT,
                    volume,
                    LedgerClass.RESERVED,
                    convertCommand(reading, reading.path()),
                    convertNeeds(volume));
        }
    }

    private String convertCommand(VolumeReading reading, String path) {
        String copy = path + ".thin";
        ScannedVolume above = reading.parentVolumeId() == null ? null : volumes.get(reading.parentVolumeId());
        String parent = above == null || above.reading().path() == null
                ? ""
                : "-B " + ShellWord.ofPath(above.reading().path()) + " -F "
                        + above.reading().format() + " ";
        return "qemu-img convert -f " + reading.format() + " -O " + reading.format() + " " + parent
                + ShellWord.ofPath(path) + " " + ShellWord.ofPath(copy) + " && mv " + ShellWord.ofPath(copy) + " "
                + ShellWord.ofPath(path);
    }

    private static String convertNeeds(ScannedVolume volume) {
        VolumeReading reading = volume.reading();
        boolean snapshots = reading.snapshotBytes() != null && reading.snapshotBytes() > 0;
        boolean overlay = reading.parentVolumeId() != null;
        return MUST_BE_OFF + "; the copy needs room in the pool while it is made"
                + (overlay ? "; it must stay an overlay: name its backing file with -B and -F" : "")
                + (snapshots ? "; internal snapshots are not copied" : "");
    }

    private void deleteSnapshot(SnapshotReading snapshot, @Nullable ScannedVolume volume) {
        Long exclusive = snapshot.exclusiveBytes();
        String path = volume == null ? null : volume.reading().path();
        if (exclusive == null || exclusive == 0 || path == null || snapshot.snapshotKind() != SnapshotKind.INTERNAL) {
            return;
        }
        actions.add(new ReclaimAction(
                ReclaimAction.Kind.DELETE_SNAPSHOT,
                snapshot.volumeId(),
                snapshot.poolId(),
                snapshot.name() + " of " + volume.reading().name(),
                Estimate.exact(exclusive),
                "qemu-img snapshot -d " + ShellWord.of(snapshot.name()) + " " + ShellWord.ofPath(path),
                volume.reading().inUse() ? MUST_BE_OFF : null));
    }

    private void add(
            ReclaimAction.Kind kind,
            ScannedVolume volume,
            LedgerClass ledgerClass,
            String command,
            @Nullable String condition) {
        Estimate returned = volume.ledger().of(ledgerClass);
        if (returned.highBytes() > 0) {
            VolumeReading reading = volume.reading();
            actions.add(new ReclaimAction(
                    kind, reading.volumeId(), reading.poolId(), reading.name(), returned, command, condition));
        }
    }
}
