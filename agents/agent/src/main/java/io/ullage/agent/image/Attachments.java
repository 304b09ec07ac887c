package io.ullage.agent.image;

import io.ullage.agent.identity.HostIdentity;
import io.ullage.schema.telemetry.Attachment;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which machine an image is given to: by configuration, else by libvirt, else by a loop device of this machine. */
final class Attachments {
    private static final Logger log = LoggerFactory.getLogger(Attachments.class);

    private final ImageSearch search;
    private final HostIdentity host;
    private final List<String> problems = new ArrayList<>();

    Attachments(ImageSearch search, HostIdentity host) {
        this.search = search;
        this.host = host;
    }

    /** By real path of the image. */
    Map<Path, Attachment> read(Map<Path, String> loops) throws IOException {
        problems.clear();
        Map<Path, Attachment> attachments = new HashMap<>();
        String self = host.machineId() == null ? host.hostId() : host.machineId();
        loops.keySet().forEach(path -> attachments.put(path, new Attachment(self, null, null, null)));
        for (Path directory : search.libvirt()) {
            addDomains(directory, attachments);
        }
        search.attachments().forEach((path, attachment) -> attachments.put(real(path), attachment));
        return attachments;
    }

    /** Files that are images because somebody uses them as such; loop devices also carry other things. */
    Set<Path> namedFiles(Map<Path, Attachment> attachments) {
        Set<Path> named = new HashSet<>();
        attachments.forEach((path, attachment) -> {
            if (!attachment.machineId().equals(host.machineId())
                    && !attachment.machineId().equals(host.hostId())) {
                named.add(path);
            }
        });
        return named;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    private void addDomains(Path directory, Map<Path, Attachment> attachments) {
        if (!Files.isDirectory(directory)) {
            log.debug("{} is not there: no domain is defined on this host", directory);
            return;
        }
        try (DirectoryStream<Path> definitions = Files.newDirectoryStream(directory, "*.xml")) {
            for (Path definition : definitions) {
                addDomain(definition, attachments);
            }
        } catch (IOException e) {
            problems.add(directory + ": cannot be read: " + e.getMessage());
        }
    }

    private void addDomain(Path definition, Map<Path, Attachment> attachments) {
        try {
            LibvirtDomain domain = LibvirtDomain.parse(Files.readAllBytes(definition));
            domain.disks().forEach((path, attachment) -> attachments.put(real(path), attachment));
        } catch (IOException e) {
            problems.add(definition + ": " + e.getMessage());
        }
    }

    /** The path itself if nothing is there now. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
