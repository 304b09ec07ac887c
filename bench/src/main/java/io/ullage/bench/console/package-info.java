/**
 * How long the console and REST take over a large estate, asked over HTTP as a browser asks: a connection that is kept, one page after the
 * other. The estate is that of {@link io.ullage.bench.panels}.
 */
@NullMarked
package io.ullage.bench.console;

import org.jspecify.annotations.NullMarked;
