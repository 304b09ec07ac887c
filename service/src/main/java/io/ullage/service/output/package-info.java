/**
 * What commands print: listings as table, JSON or CSV (<a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>), bytes for people,
 * progress, errors and exit codes. Colours follow <a href="https://no-color.org">NO_COLOR</a>.
 *
 * <p>One listing gives one set of names in every format. A value that nobody knows is left out of JSON, empty in CSV and a dash in a
 * table; it is never a zero. Only a table is shortened to the width of a terminal: JSON and CSV are always whole and exact.
 */
@NullMarked
package io.ullage.service.output;

import org.jspecify.annotations.NullMarked;
