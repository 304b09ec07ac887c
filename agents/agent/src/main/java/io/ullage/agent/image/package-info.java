/**
 * Image files of this host: finds them, reads them with {@code io.ullage.image}, asks the file system what they occupy, and says who
 * uses them: a virtual machine (libvirt's <a href="https://libvirt.org/formatdomain.html">domain XML</a> or the configuration), a loop
 * device of this machine, or some process.
 *
 * <p>Guarantees: read only, no locks; an image in use is marked so and never answered from memory; an image that cannot be read
 * costs itself alone and is counted with its reason.
 */
@NullMarked
package io.ullage.agent.image;

import org.jspecify.annotations.NullMarked;
