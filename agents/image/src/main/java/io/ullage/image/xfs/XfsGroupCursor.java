package io.ullage.image.xfs;

import io.ullage.image.ByteSource;
import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.content.Anomalies;
import io.ullage.image.content.Failures;
import java.io.IOException;

/** Walks the allocation groups: free where the tree says so, held between. */
final class XfsGroupCursor implements ExtentCursor<GuestState> {
    private final ByteSource source;
    private final XfsSuperblock sb;
    private final Anomalies anomalies;
    private final byte[] uuid;

    private long group = -1;
    private long groupBlocks;
    private long position;
    private FreeExtents free;
    private long freeStart;
    private long freeEnd;
    private boolean broken;

    private long start;
    private long length;
    private GuestState state = GuestState.UNSEEN;

    XfsGroupCursor(ByteSource source, XfsSuperblock sb, Anomalies anomalies) {
        this.source = source;
        this.sb = sb;
        this.anomalies = anomalies;
        uuid = sb.metaUuid();
    }

    @Override
    public boolean next() throws IOException {
        if (position == groupBlocks) {
            if (group + 1 == sb.groups()) {
                return false;
            }
            openGroup();
        }
        if (broken) {
            return emit(groupBlocks, GuestState.UNSEEN);
        }
        if (position < freeStart) {
            return emit(freeStart, GuestState.LIVE);
        }
        long end = freeEnd;
        advance();
        return emit(end, GuestState.FREE);
    }

    private void openGroup() throws IOException {
        group++;
        position = 0;
        groupBlocks = sb.blocksOf(group);
        broken = false;
        try {
            free = new FreeExtents(source, sb, group, uuid);
            advance();
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void advance() throws IOException {
        try {
            if (free.next()) {
                freeStart = free.start();
                freeEnd = free.end();
                return;
            }
            freeStart = groupBlocks;
            freeEnd = groupBlocks;
            if (free.missingBlocks() != 0) {
                anomalies.add("group " + group + ": agf_freeblks counts " + free.missingBlocks()
                        + " free blocks more than its tree holds");
            }
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void giveUp(IOException e) throws IOException {
        broken = true;
        anomalies.add("group " + group + ": " + Failures.reason(e));
    }

    private boolean emit(long end, GuestState given) {
        start = group * sb.groupBytes() + position * sb.blockSize();
        length = (end - position) * sb.blockSize();
        state = given;
        position = end;
        return true;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public GuestState state() {
        return state;
    }
}
