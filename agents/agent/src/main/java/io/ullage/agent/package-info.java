/**
 * The agent: reads what this machine knows about its storage, from inside ({@code GUEST}) or from the side that backs it
 * ({@code HOST}), and sends a report per cycle.
 *
 * <p>Guarantees: it never writes to what it measures; a report that was spooled is sent, in order and at least once, or counted
 * as dropped; one instance per state directory.
 */
@NullMarked
package io.ullage.agent;

import org.jspecify.annotations.NullMarked;
