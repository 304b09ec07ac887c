/**
 * LVM2 physical volumes: which extents logical volumes hold, and what lies in those volumes that can be looked into.
 *
 * <p>Facts: <a href="https://sourceware.org/git/?p=lvm2.git;a=tree;f=lib/format_text">lib/format_text of lvm2</a>, layout.h. A label in one of the
 * first four sectors names the data area and the metadata areas; the newest metadata is text in a ring after the area's header, under a CRC.
 *
 * <p>Guarantees: a logical volume that lies as linear extents on this physical volume alone, and that no other volume is built on, is
 * looked into. One that spans several physical volumes is UNSEEN. What the volume manager itself holds (thin pools, RAID, caches,
 * snapshots) is LIVE as a whole. Extents of no logical volume are FREE.
 */
package io.ullage.image.lvm;
