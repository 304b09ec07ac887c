/**
 * The telemetry language of Ullage: what agents say, what the jobs read, what the store keeps.
 *
 * <p>Small on purpose: it is carried by an agent that runs on somebody's production host.
 */
@NullMarked
package io.ullage.schema;

import org.jspecify.annotations.NullMarked;
