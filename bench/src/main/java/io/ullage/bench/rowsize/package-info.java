/**
 * What a row of the ledger costs on disk, and what asking costs, at the size of a fleet: with the codecs and the sorting key that it has, and
 * with others.
 */
@NullMarked
package io.ullage.bench.rowsize;

import org.jspecify.annotations.NullMarked;
