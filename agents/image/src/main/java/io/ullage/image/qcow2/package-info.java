/**
 * The qcow2 format of QEMU, versions 2 and 3, read from its metadata.
 *
 * <p>Facts: <a href="https://www.qemu.org/docs/master/interop/qcow2.html">QEMU's qcow2 specification</a>, called "spec" here. An image
 * is cut into clusters; two levels of tables (L1, L2) lead from guest to host clusters; every host cluster has a reference count, and
 * internal snapshots are further L1 tables over the same clusters. All numbers are big-endian.
 *
 * <p>Guarantees: the map equals what {@code qemu-img map} prints (start, length, data, zero, depth); a snapshot's exclusive bytes are
 * those that {@code qemu-img snapshot -d} frees. A header that breaks a rule is refused with field, rule and value. A table entry that
 * does is an anomaly: its range counts as unmapped, and the walk goes on, because an image in use can be caught between two writes.
 * Memory does not grow with the image: tables are read in windows.
 */
package io.ullage.image.qcow2;
