package io.ullage.agent.image;

import io.ullage.schema.telemetry.Attachment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where the host role finds images.
 *
 * @param paths directories that are searched, and files that are taken whatever their name
 * @param names glob patterns of file names that may be raw images: raw has no magic. Formats with a magic need no pattern
 * @param maxDepth directories below each path
 * @param maxFiles files that are looked at in one cycle; more are counted as skipped
 * @param libvirt directories with domain definitions: which machine uses which image
 * @param attachments the same where no libvirt says it, by absolute path of the image
 */
public record ImageSearch(
        List<Path> paths,
        List<String> names,
        int maxDepth,
        int maxFiles,
        List<Path> libvirt,
        Map<Path, Attachment> attachments) {
    public static final List<String> NAMES = List.of("*.raw", "*.img", "*.image", "*.dd");
    public static final ImageSearch NONE = new ImageSearch(List.of(), NAMES, 8, 100_000, List.of(), Map.of());

    public ImageSearch {
        paths = List.copyOf(paths);
        names = List.copyOf(names);
        libvirt = List.copyOf(libvirt);
        attachments = Map.copyOf(attachments);
    }

    public static ImageSearch in(List<Path> paths) {
        return new ImageSearch(paths, NONE.names, NONE.maxDepth, NONE.maxFiles, NONE.libvirt, NONE.attachments);
    }
}
