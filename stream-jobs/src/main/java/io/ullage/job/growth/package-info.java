/**
 * What snapshots and overlays cost: how fast they grow, what removing them returns, and the room that the removal needs while it runs.
 * Formulas, limits and a worked example are in {@code docs/snapshot-growth.md}; what QEMU does is in its
 * <a href="https://www.qemu.org/docs/master/tools/qemu-img.html">manual of qemu-img</a>, what VMFS does in
 * <a href="https://knowledge.broadcom.com/external/article?legacyId=1003755">VMware's articles on consolidation</a>.
 *
 * <p>Pure: no Flink, no clock. Guarantees: what a figure stands on is with it (exact or bounded); a room that is not known is never
 * said to be there.
 */
@NullMarked
package io.ullage.job.growth;

import org.jspecify.annotations.NullMarked;
