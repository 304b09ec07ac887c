package io.ullage.agent.filesystem;

import java.util.List;

/**
 * All mounted file systems that lie on block devices, each once.
 *
 * @param problems what could not be read, one sentence each
 */
public record FileSystems(List<FileSystemUsage> usages, List<String> problems) {
    public FileSystems {
        usages = List.copyOf(usages);
        problems = List.copyOf(problems);
    }
}
