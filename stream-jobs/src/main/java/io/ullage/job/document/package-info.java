/**
 * Reads what people write, such as rules and rate cards, as <a href="https://yaml.org/spec/1.2.2/">YAML</a>.
 *
 * <p>Guarantees: everything that is wrong with a document is told at once, each as field, rule and value; a key that nobody knows is
 * wrong; a document is bounded before it is parsed.
 */
@NullMarked
package io.ullage.job.document;

import org.jspecify.annotations.NullMarked;
