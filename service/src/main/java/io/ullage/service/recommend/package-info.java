/**
 * What to do about an estate: which acts bring which bytes back, how sure that is, what must hold first, the commands, and afterwards
 * whether the bytes came back. Described in {@code docs/recommend.md}.
 *
 * <p>Guarantees: no byte is promised twice; nothing is run, a person runs it; every figure is low, best and high; a decision of a person is
 * never undone by a later run; bytes that came back by themselves are nobody's saving.
 */
@NullMarked
package io.ullage.service.recommend;

import org.jspecify.annotations.NullMarked;
