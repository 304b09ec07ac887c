/**
 * A look at this machine and at the images that lie on it, without a server: one cycle of the agent in both roles, matched and reckoned by the
 * same pure classes that the jobs use, and what would come back.
 *
 * <p>Reads only. Commands are printed and never run. Every byte is promised by at most one action: classes of a ledger are disjoint, and a
 * snapshot promises only what it holds alone. Names that come from images and guests are quoted for the shell in commands, and cannot steer
 * a terminal.
 */
@NullMarked
package io.ullage.service.scan;

import org.jspecify.annotations.NullMarked;
