package io.ullage.image.qcow2;

import io.ullage.image.BackingState;
import io.ullage.image.ChainCursor;
import io.ullage.image.DiskImage;
import java.io.IOException;
import java.util.Optional;

/** The map of an image through its backing chain: where its own tables say nothing, the parent is asked. */
final class Qcow2Chain implements ChainCursor {
    /** By the kinds of {@link L2Table}. */
    private static final BackingState[] OWN_STATES = {
        BackingState.UNMAPPED, BackingState.UNMAPPED, BackingState.MAPPED_ZERO, BackingState.MAPPED, BackingState.SHARED
    };

    private final Qcow2Walk own;
    private final boolean backed;
    /** Empty where there is none, or where it could not be opened. */
    private final Optional<ChainCursor> parent;

    private final long parentBytes;
    private final boolean depthSplits;
    private final Optional<HostExtents> fileSystem;

    private long parentStart;
    private long parentEnd;
    private long ownEnd;
    private long pieceStart;
    private long pieceEnd;
    private BackingState pieceState = BackingState.UNMAPPED;
    private int pieceDepth;
    private boolean pieceReady;
    private long start;
    private long end;
    private BackingState state = BackingState.UNMAPPED;
    private int depth;

    /**
     * @param backed the image names a backing file, whether it could be opened or not
     * @param depthSplits neighbours of equal state and different depth stay two extents
     * @param fileSystem what the file system holds of this image's own clusters; without it, all of them
     */
    Qcow2Chain(
            Qcow2File image,
            boolean backed,
            Optional<DiskImage> parent,
            boolean depthSplits,
            Optional<HostExtents> fileSystem)
            throws IOException {
        this.own = new Qcow2Walk(image, !backed, fileSystem.isPresent());
        this.fileSystem = fileSystem;
        this.backed = backed;
        this.parent = parent.isPresent() ? Optional.of(parent.get().chain()) : Optional.empty();
        this.parentBytes = parent.isPresent() ? parent.get().provisionedBytes() : Long.MAX_VALUE;
        this.depthSplits = depthSplits;
    }

    @Override
    public void seek(long position) {
        own.seek(position);
        pieceReady = false;
        ownEnd = position;
        pieceEnd = position;
        start = position;
        end = position;
    }

    @Override
    public boolean next() throws IOException {
        if (!backed && fileSystem.isEmpty()) {
            return nextOwn();
        }
        if (!pieceReady && !nextPiece()) {
            start = end;
            return false;
        }
        start = pieceStart;
        end = pieceEnd;
        state = pieceState;
        depth = pieceDepth;
        while (true) {
            pieceReady = nextPiece();
            if (!pieceReady || pieceState != state || (depthSplits && pieceDepth != depth)) {
                return true;
            }
            end = pieceEnd;
        }
    }

    /** Without a parent the own walk is the map: its kinds and the states fall together. */
    private boolean nextOwn() throws IOException {
        start = end;
        if (!own.next()) {
            return false;
        }
        end = own.end();
        state = OWN_STATES[own.kind()];
        return true;
    }

    private boolean nextPiece() throws IOException {
        pieceStart = pieceEnd;
        if (pieceStart >= ownEnd) {
            if (!own.next()) {
                return false;
            }
            ownEnd = own.end();
        }
        pieceEnd = ownEnd;
        pieceDepth = 0;
        pieceState = OWN_STATES[own.kind()];
        if (own.hostStart() >= 0) {
            askFileSystem(own.hostStart() + pieceStart - own.start());
        } else if (backed && own.kind() == L2Table.UNALLOCATED && pieceStart < parentBytes) {
            askParent();
        }
        return true;
    }

    /** A cluster that the format has allocated may still be a hole, or preallocated, or reflinked. */
    private void askFileSystem(long hostOffset) throws IOException {
        HostExtents extents = fileSystem.orElseThrow();
        extents.locate(hostOffset);
        pieceEnd = pieceStart + Math.min(extents.end() - hostOffset, ownEnd - pieceStart);
        pieceState = switch (extents.state()) {
            case MAPPED, MAPPED_ZERO, BACKED -> pieceState;
            case SHARED -> BackingState.SHARED;
            case RESERVED -> pieceState == BackingState.SHARED ? pieceState : BackingState.RESERVED;
            case UNMAPPED -> BackingState.UNMAPPED;
        };
    }

    private void askParent() throws IOException {
        pieceDepth = 1;
        if (parent.isEmpty()) {
            pieceState = BackingState.BACKED;
            return;
        }
        ChainCursor cursor = parent.get();
        if (pieceStart < parentStart || pieceStart >= parentEnd) {
            if (pieceStart != parentEnd) {
                cursor.seek(pieceStart);
            }
            if (!cursor.next()) {
                throw new IOException("parent image: its map ends at " + cursor.start() + ", before " + pieceStart);
            }
            parentStart = cursor.start();
            parentEnd = parentStart + cursor.length();
        }
        pieceEnd = Math.min(ownEnd, parentEnd);
        pieceDepth = cursor.depth() + 1;
        pieceState = switch (cursor.state()) {
            case MAPPED, SHARED, BACKED -> BackingState.BACKED;
            case MAPPED_ZERO, RESERVED, UNMAPPED -> BackingState.UNMAPPED;
        };
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
    public BackingState state() {
        return state;
    }

    @Override
    public int depth() {
        return depth;
    }

    /** The walk over this image's own tables, for its counters. */
    Qcow2Walk own() {
        return own;
    }
}
