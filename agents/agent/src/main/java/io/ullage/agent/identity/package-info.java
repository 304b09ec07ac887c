/**
 * What names this machine: an id derived from
 * <a href="https://www.freedesktop.org/software/systemd/man/machine-id.html">machine-id(5)</a> and the SMBIOS system UUID (DMTF DSP0134,
 * 7.2) by which its hypervisor knows it.
 *
 * <p>Guarantees: the machine id itself is never sent; a UUID that firmware left blank is absent.
 */
@NullMarked
package io.ullage.agent.identity;

import org.jspecify.annotations.NullMarked;
