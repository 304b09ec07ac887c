package io.ullage.agent.lvm;

import io.ullage.agent.lvm.LvmRows.BadRowException;
import io.ullage.agent.lvm.LvmRows.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lvs}, {@code vgs} and {@code pvs} say.
 *
 * @param problems rows that were left out, one sentence each
 */
public record LvmInventory(
        List<LogicalVolume> logicalVolumes,
        List<VolumeGroup> volumeGroups,
        List<PhysicalVolume> physicalVolumes,
        List<String> problems) {
    public static final LvmInventory EMPTY = new LvmInventory(List.of(), List.of(), List.of(), List.of());

    static final String LV_FIELDS =
            "lv_uuid,lv_name,vg_name,lv_attr,lv_size,pool_lv,origin,data_percent,metadata_percent,"
                    + "snap_percent,lv_metadata_size,chunk_size,segtype,lv_path,lv_time";
    static final String VG_FIELDS = "vg_uuid,vg_name,vg_size,vg_free,pv_count";
    static final String PV_FIELDS = "pv_name,vg_name,pv_uuid,pe_start,pv_size,pv_free,pv_used,dev_size";

    /**
     * A logical volume.
     *
     * @param name without the brackets that LVM puts around hidden volumes
     * @param hidden part of another volume, such as a pool's {@code _tdata}
     * @param attributes {@code lv_attr}, see lvs(8)
     * @param dataRatio how much is mapped; absent where LVM does not know, as for an inactive volume
     * @param chunkBytes allocation unit of a pool or an old-style snapshot
     */
    public record LogicalVolume(
            String uuid,
            String name,
            String group,
            boolean hidden,
            String attributes,
            long sizeBytes,
            @Nullable String pool,
            @Nullable String origin,
            @Nullable Double dataRatio,
            @Nullable Double metadataRatio,
            @Nullable Long metadataBytes,
            @Nullable Long chunkBytes,
            @Nullable String path,
            @Nullable String created) {
        /** First letter of {@code lv_attr}. */
        char type() {
            return attributes.charAt(0);
        }

        boolean isThinPool() {
            return type() == 't';
        }

        boolean isThin() {
            return type() == 'V' && pool != null;
        }

        /** An old-style snapshot, with a store of its own; {@code S} is one that overflowed. */
        boolean isCopyOnWrite() {
            return type() == 's' || type() == 'S';
        }
    }

    /** A group and its room. */
    public record VolumeGroup(String uuid, String name, long sizeBytes, long freeBytes, int physicalVolumes) {}

    /**
     * A device that belongs to LVM.
     *
     * @param device path
     * @param group absent for one that belongs to none
     * @param startBytes where its first extent lies; LVM's own metadata is before it
     * @param sizeBytes of its extents
     */
    public record PhysicalVolume(
            String device, @Nullable String group, long startBytes, long sizeBytes, long freeBytes, long usedBytes) {}

    public LvmInventory {
        logicalVolumes = List.copyOf(logicalVolumes);
        volumeGroups = List.copyOf(volumeGroups);
        physicalVolumes = List.copyOf(physicalVolumes);
        problems = List.copyOf(problems);
    }

    /** From the output of the three commands with {@code --reportformat json --units b --nosuffix}. */
    public static LvmInventory parse(List<String> lvs, List<String> vgs, List<String> pvs) throws IOException {
        List<String> problems = new ArrayList<>();
        return new LvmInventory(
                rows(lvs, "lv", LvmInventory::logicalVolume, problems),
                rows(vgs, "vg", LvmInventory::volumeGroup, problems),
                rows(pvs, "pv", LvmInventory::physicalVolume, problems),
                problems);
    }

    private interface RowReader<T> {
        T read(Row row) throws BadRowException;
    }

    private static <T> List<T> rows(List<String> lines, String section, RowReader<T> reader, List<String> problems)
            throws IOException {
        List<T> read = new ArrayList<>();
        for (Row row : LvmRows.parse(lines, section)) {
            try {
                read.add(reader.read(row));
            } catch (BadRowException e) {
                problems.add(section + " " + row.text(section + "_name") + ": " + e.getMessage());
            }
        }
        return read;
    }

    private static LogicalVolume logicalVolume(Row row) throws BadRowException {
        String name = row.required("lv_name");
        boolean hidden = name.startsWith("[") && name.endsWith("]");
        return new LogicalVolume(
                row.required("lv_uuid"),
                hidden ? name.substring(1, name.length() - 1) : name,
                row.required("vg_name"),
                hidden,
                row.required("lv_attr"),
                row.requiredBytes("lv_size"),
                row.text("pool_lv"),
                row.text("origin"),
                row.ratio("data_percent"),
                row.ratio("metadata_percent"),
                row.bytes("lv_metadata_size"),
                positive(row.bytes("chunk_size")),
                row.text("lv_path"),
                row.text("lv_time"));
    }

    /** LVM writes a chunk size of 0 for what has no chunks. */
    private static @Nullable Long positive(@Nullable Long bytes) {
        return bytes == null || bytes == 0 ? null : bytes;
    }

    private static VolumeGroup volumeGroup(Row row) throws BadRowException {
        return new VolumeGroup(
                row.required("vg_uuid"),
                row.required("vg_name"),
                row.requiredBytes("vg_size"),
                row.requiredBytes("vg_free"),
                Math.toIntExact(row.requiredBytes("pv_count")));
    }

    private static PhysicalVolume physicalVolume(Row row) throws BadRowException {
        return new PhysicalVolume(
                row.required("pv_name"),
                row.text("vg_name"),
                row.requiredBytes("pe_start"),
                row.requiredBytes("pv_size"),
                row.requiredBytes("pv_free"),
                row.requiredBytes("pv_used"));
    }
}
