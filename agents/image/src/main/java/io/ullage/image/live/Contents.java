package io.ullage.image.live;

import io.ullage.image.ByteSource;
import io.ullage.image.content.Content;
import io.ullage.image.content.ContentKind;
import io.ullage.image.content.Fields;
import io.ullage.image.content.UniformContent;
import io.ullage.image.ext4.Ext4;
import java.io.IOException;

/** Tells by its signatures what lies in a partition, and reads what we can read. */
final class Contents {
    private static final int HEAD_BYTES = 4096;

    private Contents() {}

    static Content recognise(ByteSource source) {
        ContentKind kind = ContentKind.UNKNOWN;
        try {
            kind = kindOf(source);
            return switch (kind) {
                case EXT4 -> Ext4.read(source);
                case LUKS, BITLOCKER -> unseen(source, kind, "encrypted with " + kind.label());
                case UNKNOWN -> unseen(source, kind, "no signature that is known here");
                default -> unseen(source, kind, kind.label() + " is not read yet");
            };
        } catch (IOException e) {
            return unseen(source, kind, e.getMessage());
        }
    }

    private static Content unseen(ByteSource source, ContentKind kind, String reason) {
        return UniformContent.unseen(kind, source.sizeBytes(), reason);
    }

    private static ContentKind kindOf(ByteSource source) throws IOException {
        if (source.sizeBytes() < HEAD_BYTES) {
            return ContentKind.UNKNOWN;
        }
        Fields head = Fields.littleEndian(source, 0, HEAD_BYTES);
        if (head.matches(0, "LUKS\u00ba\u00be")) {
            return ContentKind.LUKS;
        }
        if (Ext4.matches(source)) {
            return ContentKind.EXT4;
        }
        return ContentKind.UNKNOWN;
    }
}
