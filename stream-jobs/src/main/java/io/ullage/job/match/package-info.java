/**
 * Which guest disk is which host volume.
 *
 * <p>Inside one machine (SMBIOS system UUID, {@code SMBIOS 3.7.0 §7.2.1}) a disk is named by the serial and the WWN that the hypervisor
 * gives it (SCSI VPD pages 0x80 and 0x83, <a href="https://www.t10.org/drafts.htm">SPC-5</a>; virtio-blk serial), by its bus address, and
 * in the last resort by its size.
 *
 * <p>Guarantees: a match is one to one; a key that two disks share never matches; what stays over is listed with its reason; the answer
 * does not depend on the order of its input.
 */
@NullMarked
package io.ullage.job.match;

import org.jspecify.annotations.NullMarked;
