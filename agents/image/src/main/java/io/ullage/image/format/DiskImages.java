package io.ullage.image.format;

import io.ullage.image.DiskImage;
import io.ullage.image.FileByteSource;
import io.ullage.image.ImageException;
import io.ullage.image.SparseProbe;
import io.ullage.image.qcow2.Qcow2Image;
import io.ullage.image.raw.RawImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens images with their backing chains. */
public final class DiskImages {
    /** Longer than any chain that a backup product leaves behind; QEMU itself runs out of stack later. */
    public static final int MAX_CHAIN = 256;

    private final Optional<SparseProbe.Opener> probes;

    private DiskImages(Optional<SparseProbe.Opener> probes) {
        this.probes = probes;
    }

    /** Opens by magic; without a probe every byte of a raw file counts as mapped. */
    public static DiskImage open(Path path) throws IOException {
        return new DiskImages(Optional.empty()).open(path, Optional.empty(), List.of());
    }

    /**
     * Opens by magic.
     *
     * @param probes asks the file system which parts of a file it holds
     * @throws ImageException if the format is known and not read here, or the image breaks a rule of its format
     */
    public static DiskImage open(Path path, SparseProbe.Opener probes) throws IOException {
        return new DiskImages(Optional.of(probes)).open(path, Optional.empty(), List.of());
    }

    /** @param above the images that led here, top first, by their real paths */
    private DiskImage open(Path path, Optional<String> formatName, List<Path> above) throws IOException {
        Path real = path.toRealPath();
        if (above.contains(real)) {
            throw new ImageException("backing chain", "must not lead back to an image of its own", real);
        }
        if (above.size() >= MAX_CHAIN) {
            throw new ImageException("backing chain", "must have at most " + MAX_CHAIN + " images", above.size() + 1);
        }
        List<Path> chain = new ArrayList<>(above);
        chain.add(real);
        ImageFormat format = formatName.isPresent() ? named(formatName.get(), real) : probe(real);
        return switch (format) {
            case RAW -> RawImage.open(path, probes);
            case QCOW2 -> Qcow2Image.open(path, new Beneath(chain), probes);
            case QCOW, VMDK, VDI, VHDX, VPC, QED, PARALLELS ->
                throw new ImageException(
                        path.toString(), "must be raw or qcow2, the formats that are read so far", format.formatName());
        };
    }

    /** A class and not a lambda, which would cost a short command more time than opening the image. */
    private final class Beneath implements Qcow2Image.ParentOpener {
        private final List<Path> above;

        Beneath(List<Path> above) {
            this.above = above;
        }

        @Override
        public DiskImage open(Path path, Optional<String> formatName) throws IOException {
            return DiskImages.this.open(path, formatName, above);
        }
    }

    private static ImageFormat named(String formatName, Path path) throws ImageException {
        return ImageFormat.named(formatName)
                .orElseThrow(() -> new ImageException(path.toString(), "must have a known format", formatName));
    }

    private static ImageFormat probe(Path path) throws IOException {
        try (FileByteSource source = FileByteSource.open(path)) {
            return ImageFormat.probe(source);
        }
    }
}
