package io.ullage.image.swap;

import io.ullage.image.ByteSource;
import io.ullage.image.GuestState;
import io.ullage.image.content.Content;
import io.ullage.image.content.ContentKind;
import io.ullage.image.content.Fields;
import io.ullage.image.content.UniformContent;
import java.io.IOException;
import java.util.Optional;

/** A swap area. */
public final class Swap {
    private static final int[] PAGE_BYTES = {4096, 8192, 16384, 65536};
    private static final int SIGNATURE_BYTES = 10;
    private static final int UUID = 1024 + 12;
    private static final int LABEL = 1024 + 28;
    private static final int LABEL_BYTES = 16;

    private Swap() {}

    public static boolean matches(ByteSource source) throws IOException {
        for (int pageBytes : PAGE_BYTES) {
            if (source.sizeBytes() < pageBytes) {
                return false;
            }
            Fields end = Fields.littleEndian(source, pageBytes - SIGNATURE_BYTES, SIGNATURE_BYTES);
            if (end.matches(0, "SWAPSPACE2") || end.matches(0, "SWAP-SPACE") || end.matches(0, "S1SUSPEND")) {
                return true;
            }
        }
        return false;
    }

    public static Content read(ByteSource source) throws IOException {
        Fields head = Fields.littleEndian(source, 0, LABEL + LABEL_BYTES);
        return new UniformContent(
                ContentKind.SWAP,
                source.sizeBytes(),
                GuestState.LIVE,
                head.uuid(UUID),
                head.text(LABEL, LABEL_BYTES),
                Optional.empty());
    }
}
