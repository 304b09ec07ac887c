/**
 * What a person types on each platform to do what was recommended: QEMU's and libvirt's tools for image files, LVM, RBD, ZFS, VMFS
 * (<a href="https://knowledge.broadcom.com/external/article/343140">vmkfstools</a>) and XAPI.
 *
 * <p>A command is a list of arguments. It is quoted only where it is shown, so that a name with a blank, a quote or a dash in front stays one
 * argument. Nothing here runs anything. Where a platform has no command for an act, there is none, and words say what to do.
 */
@NullMarked
package io.ullage.service.recommend.platform;

import org.jspecify.annotations.NullMarked;
