package io.ullage.image.xfs;

import io.ullage.image.ByteSource;
import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.content.Anomalies;
import io.ullage.image.content.Content;
import io.ullage.image.content.ContentKind;
import io.ullage.image.content.Failures;
import io.ullage.image.content.Runs;
import io.ullage.image.content.Runs.Part;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An XFS file system. */
public final class Xfs implements Content {
    private final ByteSource source;
    private final XfsSuperblock superblock;

    private Xfs(ByteSource source, XfsSuperblock superblock) {
        this.source = source;
        this.superblock = superblock;
    }

    /** @throws io.ullage.image.ImageException if the superblock breaks a rule or needs a feature that is not known here */
    public static Xfs read(ByteSource source) throws IOException {
        return new Xfs(source, XfsSuperblock.read(source));
    }

    @Override
    public ContentKind kind() {
        return ContentKind.XFS;
    }

    @Override
    public Optional<String> uuid() {
        return superblock.raw().uuid(XfsLayout.SB_UUID);
    }

    @Override
    public Optional<String> label() {
        return superblock.raw().text(XfsLayout.SB_FNAME, XfsLayout.SB_FNAME_BYTES);
    }

    @Override
    public ExtentCursor<GuestState> runs(Anomalies anomalies) throws IOException {
        noteState(anomalies);
        long blocksBytes = superblock.blocks() * superblock.blockSize();
        return Runs.concatenated(List.of(
                new Part(blocksBytes, () -> new XfsGroupCursor(source, superblock, anomalies)),
                Part.uniform(source.sizeBytes() - blocksBytes, GuestState.UNSEEN)));
    }

    /**
     * A running XFS leaves metadata in its log until the log fills, hours maybe: free space read beside a log that still holds changes is
     * out of date. (ext4 writes its bitmaps in place within a minute.)
     */
    private void noteState(Anomalies anomalies) throws IOException {
        if (superblock.needsRepair()) {
            anomalies.add("marked as needing repair; run xfs_repair");
        }
        if (superblock.hasRealtime()) {
            anomalies.add("has a realtime device; that disk is not looked at");
        }
        if (superblock.logStart() == 0) {
            anomalies.addOutdated("its log is on another device: it may hold newer free space than read here");
            return;
        }
        try {
            switch (XfsLog.of(source, superblock).state()) {
                case UNMOUNTED -> {}
                case COVERED ->
                    anomalies.add(
                            "mounted or not cleanly unmounted: changes of the last half minute may not be on the disk yet");
                case CHANGES ->
                    anomalies.addOutdated("mounted or not cleanly unmounted: its log may hold newer free space than"
                            + " read here; run fsfreeze --freeze, then --unfreeze, on it in the guest, or wait until it has"
                            + " been idle for three minutes");
            }
        } catch (IOException e) {
            anomalies.addOutdated("log: " + Failures.reason(e));
        }
    }
}
