/**
 * How readings come about: a {@link io.ullage.agent.collect.Collector} per source, run in {@link io.ullage.agent.collect.Cycle cycles}.
 *
 * <p>Guarantees: all readings of a cycle have one time; a source that several collectors need is read once per cycle; a collector that
 * fails, hangs or is defective costs its own readings and nothing else; a bad row costs that row and is counted.
 */
@NullMarked
package io.ullage.agent.collect;

import org.jspecify.annotations.NullMarked;
