/** Hashes that a content scan could use, side by side. */
@NullMarked
package io.ullage.bench.content;

import org.jspecify.annotations.NullMarked;
