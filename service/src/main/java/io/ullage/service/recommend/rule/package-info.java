/**
 * What would bring bytes back, rule by rule, and the allocation that promises no byte twice. Pure: an {@link
 * io.ullage.service.recommend.estate.Estate} in, candidates out; the clock is that of the readings.
 *
 * <p>A {@link io.ullage.service.recommend.rule.Rule} says what it could bring back as if it were alone. {@link
 * io.ullage.service.recommend.rule.Allocation} then gives each byte to one of them.
 */
@NullMarked
package io.ullage.service.recommend.rule;

import org.jspecify.annotations.NullMarked;
