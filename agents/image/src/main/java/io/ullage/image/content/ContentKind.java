package io.ullage.image.content;

/** What a part of a disk was recognised as. */
public enum ContentKind {
    PARTITION_TABLE("partition table"),
    GAP("gap"),
    EXT2("ext2"),
    EXT3("ext3"),
    EXT4("ext4"),
    XFS("xfs"),
    NTFS("ntfs"),
    SWAP("swap"),
    LVM2_PV("LVM2 physical volume"),
    BTRFS("btrfs"),
    FAT("fat"),
    EXFAT("exfat"),
    REFS("refs"),
    ZFS("zfs"),
    LUKS("LUKS"),
    BITLOCKER("BitLocker"),
    MD_RAID("md raid member"),
    UNKNOWN("unknown");

    private final String label;

    ContentKind(String label) {
        this.label = label;
    }

    /** As an administrator would call it. */
    public String label() {
        return label;
    }
}
