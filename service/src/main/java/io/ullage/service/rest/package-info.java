/**
 * REST under {@code /api/v1}: the estate as JSON, in the words of the catalogue of measures. Errors are
 * <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problems.
 *
 * <p>Guarantees: every answer holds what the scope of the one who asks allows, and nothing else; what is not known is absent, never zero; sizes
 * are in bytes, ratios from 0 to 1, times in ISO 8601.
 */
@NullMarked
package io.ullage.service.rest;

import org.jspecify.annotations.NullMarked;
