/**
 * Messages as bytes: <a href="https://github.com/FasterXML/smile-format-specification">Smile</a> by default, JSON accepted, told apart by the
 * first bytes.
 *
 * <p>{@link io.ullage.schema.codec.TelemetryCodec} guarantees: what it writes it reads back equal (times in milliseconds); unknown
 * fields are ignored; a wrong or missing one is refused with field, rule and value, never replaced by zero; one wrong reading costs
 * one reading, not the report; whatever the bytes, the answer is a message or a {@link io.ullage.schema.codec.MalformedMessageException},
 * in time and memory bounded by {@link io.ullage.schema.codec.TelemetryCodec#MAX_MESSAGE_BYTES}.
 */
@NullMarked
package io.ullage.schema.codec;

import org.jspecify.annotations.NullMarked;
