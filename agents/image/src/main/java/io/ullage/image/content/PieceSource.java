package io.ullage.image.content;

import io.ullage.image.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Pieces of another source in a row, such as the extents of a file or of a logical volume. Closing it leaves that source open. */
public final class PieceSource implements ByteSource {
    private final ByteSource source;
    private final List<Piece> pieces;
    private final long sizeBytes;

    /** @param startByte in the underlying source */
    public record Piece(long startByte, long lengthBytes) {}

    /** @param pieces each inside the source, which the caller has checked */
    public PieceSource(ByteSource source, List<Piece> pieces) {
        this.source = source;
        this.pieces = List.copyOf(pieces);
        sizeBytes = pieces.stream().mapToLong(Piece::lengthBytes).sum();
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void readFully(long position, ByteBuffer buffer) throws IOException {
        if (position < 0 || position > sizeBytes - buffer.remaining()) {
            throw new EOFException(
                    "read of " + buffer.remaining() + " bytes at " + position + " in pieces of " + sizeBytes);
        }
        int limit = buffer.limit();
        long skip = position;
        for (Piece piece : pieces) {
            if (buffer.position() == limit) {
                return;
            }
            if (skip >= piece.lengthBytes) {
                skip -= piece.lengthBytes;
                continue;
            }
            int count = (int) Math.min(limit - buffer.position(), piece.lengthBytes - skip);
            buffer.limit(buffer.position() + count);
            source.readFully(piece.startByte + skip, buffer);
            buffer.limit(limit);
            skip = 0;
        }
    }

    @Override
    public void close() {}
}
