/**
 * The live map of a whole disk: the partition table, and each partition by what lies in it.
 *
 * <p>Guarantees: every byte is LIVE, FREE or UNSEEN, and each UNSEEN range has a reason; nothing in one partition disturbs another; the
 * sectors of partition tables are LIVE, gaps between partitions FREE, what lies after the end of a file system but inside its partition
 * UNSEEN. Where the disk is in use, the map is as old as what the guest has written to it.
 */
package io.ullage.image.live;
