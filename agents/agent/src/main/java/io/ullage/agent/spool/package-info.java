/**
 * Messages on their way, kept on disk until the broker has acknowledged them.
 *
 * <p>Guarantees: a message whose append returned survives the death of the process and of the machine; order is kept; a torn tail is
 * cut off, a damaged record costs the rest of its file and is counted; what the bounds drop is the oldest, and is counted.
 */
@NullMarked
package io.ullage.agent.spool;

import org.jspecify.annotations.NullMarked;
