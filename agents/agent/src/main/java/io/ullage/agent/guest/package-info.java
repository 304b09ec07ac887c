/**
 * The view from inside a machine: its file systems, swap areas, volume managers and disks, and how much of each disk they hold.
 *
 * <p>Guarantees: live, free and unseen of a disk sum to its size or are all absent; what cannot be looked into is unseen, and
 * nothing is promised for it.
 */
@NullMarked
package io.ullage.agent.guest;

import org.jspecify.annotations.NullMarked;
