/**
 * LVM2 by its own reports (<a href="https://man7.org/linux/man-pages/man7/lvmreport.7.html">lvmreport(7)</a>, JSON, bytes).
 * Percentages come with two decimals; text that is empty means that LVM does not know.
 *
 * <p>Guarantees: a volume whose fill LVM does not know has none, not zero; exclusive bytes of a thin snapshot are absent, because only a
 * metadata snapshot ({@code thin_ls}) could tell and taking one writes to the pool.
 */
@NullMarked
package io.ullage.agent.lvm;

import org.jspecify.annotations.NullMarked;
