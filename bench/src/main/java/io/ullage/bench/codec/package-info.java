/**
 * What it costs to write and read messages ({@link io.ullage.schema.codec.TelemetryCodec}), measured with
 * <a href="https://github.com/openjdk/jmh">JMH</a>.
 */
@NullMarked
package io.ullage.bench.codec;

import org.jspecify.annotations.NullMarked;
