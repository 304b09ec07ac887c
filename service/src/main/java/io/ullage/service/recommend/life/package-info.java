/**
 * The life of recommendations: opened by a rule, accepted, dismissed or done by a person or as readings say, realised when the bytes
 * that came back were measured, withdrawn when the cause went away by itself. Kept in the store as events that are only added.
 *
 * <p>What came back is read from the ledger: the last reading before the act beside the first one after it.
 */
@NullMarked
package io.ullage.service.recommend.life;

import org.jspecify.annotations.NullMarked;
