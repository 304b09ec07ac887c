/**
 * What agents tell: a {@link io.ullage.schema.telemetry.Report} per cycle with its
 * {@link io.ullage.schema.telemetry.Reading readings}, ownership in
 * {@link io.ullage.schema.telemetry.Inventory}, content in {@link io.ullage.schema.telemetry.ContentSketch}.
 *
 * <p>Bytes are {@code long …Bytes}. A measure that a source cannot know is {@code null} and left out on the wire:
 * absent is never zero. Every record checks itself when it is made.
 */
@NullMarked
package io.ullage.schema.telemetry;

import org.jspecify.annotations.NullMarked;
