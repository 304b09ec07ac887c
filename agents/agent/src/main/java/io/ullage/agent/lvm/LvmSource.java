package io.ullage.agent.lvm;

import io.ullage.agent.command.Command;
import io.ullage.agent.devicemapper.MapperTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks the tools of LVM and of the device mapper. They report and change nothing. */
public final class LvmSource {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private LvmSource() {}

    /** {@link LvmInventory#EMPTY} where LVM is not installed. */
    public static LvmInventory inventory() throws IOException, InterruptedException {
        Optional<Command> lvs = Command.find("lvs");
        Optional<Command> vgs = Command.find("vgs");
        Optional<Command> pvs = Command.find("pvs");
        if (lvs.isEmpty() || vgs.isEmpty() || pvs.isEmpty()) {
            return LvmInventory.EMPTY;
        }
        return LvmInventory.parse(
                report(lvs.get(), LvmInventory.LV_FIELDS, "-a"),
                report(vgs.get(), LvmInventory.VG_FIELDS),
                report(pvs.get(), LvmInventory.PV_FIELDS));
    }

    /** {@link MapperTable#EMPTY} where there is no {@code dmsetup}. */
    public static MapperTable mapperTable() throws IOException, InterruptedException {
        Optional<Command> dmsetup = Command.find("dmsetup");
        return dmsetup.isEmpty()
                ? MapperTable.EMPTY
                : MapperTable.parse(
                        dmsetup.get().run(PATIENCE, "table"), dmsetup.get().run(PATIENCE, "status", "--noflush"));
    }

    private static List<String> report(Command command, String fields, String... more)
            throws IOException, InterruptedException {
        String[] arguments = new String[more.length + 6];
        System.arraycopy(
                new String[] {"--reportformat", "json", "--units", "b", "--nosuffix", "-o" + fields},
                0,
                arguments,
                0,
                6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return command.run(PATIENCE, arguments);
    }
}
