package io.ullage.agent.filesystem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mounts of one mount namespace, in the order in which they were made.
 *
 * @param badRows lines that break the format
 */
record MountTable(List<Mount> mounts, int badRows) {
    private static final int FIXED_FIELDS = 6;

    MountTable {
        mounts = List.copyOf(mounts);
    }

    /** proc_pid_mountinfo(5): six fields, optional ones, a dash, three fields. */
    static MountTable parse(List<String> lines) {
        List<Mount> mounts = new ArrayList<>();
        int bad = 0;
        for (String line : lines) {
            List<String> fields = Arrays.asList(line.split(" ", -1));
            int dash = fields.indexOf("-");
            if (dash < FIXED_FIELDS || fields.size() < dash + 4) {
                bad++;
                continue;
            }
            mounts.add(new Mount(
                    fields.get(2),
                    OctalEscapes.decode(fields.get(3)),
                    OctalEscapes.decode(fields.get(4)),
                    options(fields.get(5)),
                    fields.get(dash + 1),
                    OctalEscapes.decode(fields.get(dash + 2)),
                    options(fields.get(dash + 3))));
        }
        return new MountTable(mounts, bad);
    }

    private static List<String> options(String field) {
        return Arrays.asList(field.split(","));
    }
}
