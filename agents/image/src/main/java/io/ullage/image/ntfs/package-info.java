/**
 * NTFS: which clusters are in use, from the file {@code $Bitmap}.
 *
 * <p>Facts: <a href="https://flatcap.github.io/linux-ntfs/ntfs/">the Linux-NTFS documentation</a>. The boot sector names the first cluster of
 * the master file table; its record 6 is {@code $Bitmap}, one bit per cluster, whose clusters are given by a list of runs. Records are
 * protected by fixups: the last two bytes of every 512 stand in an array and are replaced by a sequence number. Metadata files are in the bitmap too.
 *
 * <p>Guarantees: fixups are checked, runs must lie in the volume; a bitmap that is spread over several records is refused by name. A volume that is
 * flagged dirty is read and noted.
 */
package io.ullage.image.ntfs;
