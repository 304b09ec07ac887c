package io.ullage.image.format;

import io.ullage.image.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Formats that are told apart by their magic. What has none is raw. */
public enum ImageFormat {
    RAW,
    QCOW2,
    /** The first qcow, another format than qcow2. */
    QCOW,
    VMDK,
    VDI,
    VHDX,
    /** VHD, which qemu-img calls {@code vpc}. */
    VPC,
    QED,
    PARALLELS;

    private static final int HEAD_BYTES = 512;
    private static final int VDI_SIGNATURE_OFFSET = 0x40;
    private static final int VDI_SIGNATURE = 0xbeda107f;
    private static final int QCOW_MAGIC = 0x514649fb;
    private static final String VPC_COOKIE = "conectix";

    /** As {@code qemu-img} calls it. */
    public String formatName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of that name; empty if it is not one of these. */
    public static Optional<ImageFormat> named(String formatName) {
        for (ImageFormat format : values()) {
            if (format.formatName().equals(formatName)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Looks at the first sector, and for a fixed VHD at the last one. */
    public static ImageFormat probe(ByteSource source) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        head.limit((int) Math.min(HEAD_BYTES, source.sizeBytes()));
        source.readFully(0, head);
        head.limit(HEAD_BYTES);
        if (head.getInt(0) == QCOW_MAGIC) {
            return head.getInt(4) == 1 ? QCOW : QCOW2;
        }
        if (startsWith(head, "vhdxfile")) {
            return VHDX;
        }
        if (startsWith(head, "KDMV") || startsWith(head, "COWD") || startsWith(head, "# Disk DescriptorFile")) {
            return VMDK;
        }
        if (startsWith(head, "QED\0")) {
            return QED;
        }
        if (startsWith(head, "WithoutFreeSpace") || startsWith(head, "WithouFreSpacExt")) {
            return PARALLELS;
        }
        if (head.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(VDI_SIGNATURE_OFFSET) == VDI_SIGNATURE) {
            return VDI;
        }
        return startsWith(head, VPC_COOKIE) || isFixedVpc(source) ? VPC : RAW;
    }

    private static boolean isFixedVpc(ByteSource source) throws IOException {
        if (source.sizeBytes() < HEAD_BYTES) {
            return false;
        }
        ByteBuffer footer = ByteBuffer.allocate(HEAD_BYTES);
        source.readFully(source.sizeBytes() - HEAD_BYTES, footer);
        return startsWith(footer, VPC_COOKIE);
    }

    private static boolean startsWith(ByteBuffer bytes, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < wanted.length; i++) {
            if (bytes.get(i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
