/**
 * The messages described as <a href="https://json-schema.org/draft/2020-12">JSON Schema</a>, for people and programs that write them
 * without Java.
 *
 * <p>Guarantees: what the codec writes is valid; what is not valid the codec refuses. The codec is stricter where JSON Schema
 * has no words: the classes of a ledger sum to the provisioned size, {@code part} is less than {@code parts}, {@code 5.0} is no integer,
 * no field of a report comes twice.
 */
@NullMarked
package io.ullage.schema.jsonschema;

import org.jspecify.annotations.NullMarked;
