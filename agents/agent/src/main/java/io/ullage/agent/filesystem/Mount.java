package io.ullage.agent.filesystem;

import java.util.List;

/**
 * One line of {@code /proc/self/mountinfo}.
 *
 * @param deviceNumber {@code major:minor} of the file system; an anonymous one for btrfs
 * @param root path inside the file system that is mounted here; not {@code /} for a bind mount or a subvolume
 * @param options per mount, {@code superOptions} per file system
 */
record Mount(
        String deviceNumber,
        String root,
        String mountPoint,
        List<String> options,
        String type,
        String source,
        List<String> superOptions) {
    Mount {
        options = List.copyOf(options);
        superOptions = List.copyOf(superOptions);
    }

    boolean onlineDiscard() {
        return superOptions.stream().anyMatch(option -> option.equals("discard") || option.startsWith("discard="));
    }

    /** The file system itself, not just this view of it. */
    boolean readOnly() {
        return superOptions.contains("ro");
    }
}
