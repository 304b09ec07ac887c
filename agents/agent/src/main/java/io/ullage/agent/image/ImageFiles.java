package io.ullage.agent.image;

import io.ullage.image.ByteSource;
import io.ullage.image.FileByteSource;
import io.ullage.image.format.ImageFormat;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files that may be images, by real path.
 *
 * @param mayBeRaw for each whether it is an image even if it has no magic: named as such, or named by the administrator
 * @param problems directories that cannot be read, and how many files were too many
 */
record ImageFiles(Map<Path, Boolean> mayBeRaw, List<String> problems) {

    /** Symbolic links are followed only where the configuration itself names one: links inside may lead anywhere. */
    static ImageFiles find(ImageSearch config, Set<Path> named) throws IOException {
        Finder finder = new Finder(config);
        for (Path path : config.paths()) {
            finder.search(path);
        }
        for (Path path : named) {
            if (Files.isRegularFile(path)) {
                finder.take(path.toRealPath(), true);
            }
        }
        if (finder.tooMany > 0) {
            finder.problems.add(finder.tooMany + " files were not looked at: images.maxFiles is " + config.maxFiles());
        }
        return new ImageFiles(finder.files, List.copyOf(finder.problems));
    }

    /**
     * Those that are images by magic, by name or because somebody says so.
     *
     * @param problems gets a sentence for each that cannot be looked at
     */
    List<Path> images(List<String> problems) {
        List<Path> images = new ArrayList<>();
        mayBeRaw.forEach((path, evenWithoutMagic) -> {
            try (ByteSource source = FileByteSource.open(path)) {
                ImageFormat format = ImageFormat.probe(source);
                if (format != ImageFormat.RAW || evenWithoutMagic) {
                    images.add(path);
                }
            } catch (IOException e) {
                problems.add(path + ": " + e.getMessage());
            }
        });
        return images;
    }

    private static final class Finder {
        private final ImageSearch config;
        private final List<PathMatcher> names;
        private final Map<Path, Boolean> files = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private long tooMany;

        Finder(ImageSearch config) {
            this.config = config;
            this.names = config.names().stream()
                    .map(name -> FileSystems.getDefault().getPathMatcher("glob:" + name))
                    .toList();
        }

        void search(Path path) throws IOException {
            Path real;
            try {
                real = path.toRealPath();
            } catch (NoSuchFileException e) {
                problems.add(path + ": does not exist");
                return;
            }
            if (!Files.isDirectory(real)) {
                take(real, true);
                return;
            }
            Files.walkFileTree(
                    real, EnumSet.noneOf(FileVisitOption.class), config.maxDepth() + 1, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile() && attributes.size() > 0) {
                                take(file, named(file));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure) {
                            problems.add(file + ": cannot be looked into: " + failure.getMessage());
                            return FileVisitResult.CONTINUE;
                        }
                    });
        }

        private boolean named(Path file) {
            Path name = file.getFileName();
            return name != null && names.stream().anyMatch(matcher -> matcher.matches(name));
        }

        void take(Path real, boolean raw) {
            if (files.size() < config.maxFiles() || files.containsKey(real)) {
                files.merge(real, raw, Boolean::logicalOr);
            } else {
                tooMany++;
            }
        }
    }
}
