/**
 * Every measure that Ullage shows, once: its name, unit and meaning. Column comments, JSON names, table headings,
 * {@code docs/measures.md} and the units of dashboards come from here.
 *
 * <p>Names follow <a href="https://www.snia.org/forums/smi/swordfish">SNIA Swordfish</a> where it has one ({@code provisionedBytes},
 * {@code allocatedBytes}), units <a href="https://ucum.org/ucum">UCUM</a> as OpenTelemetry writes it.
 *
 * <p>Guarantees: every {@code …Bytes} of a message is here, with the same answer to whether it may be absent; a name stands once per
 * subject; a column is the name in snake case.
 */
@NullMarked
package io.ullage.schema.catalogue;

import org.jspecify.annotations.NullMarked;
