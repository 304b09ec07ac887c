package io.ullage.service.chargeback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bill that was frozen.
 *
 * @param revision 0 as it was closed; counts restatements
 * @param reason of a restatement
 * @param rates the rate card that it was made with, as text
 */
record ClosedMonth(int revision, Instant closedAt, @Nullable String reason, String rates, Bill bill) {}
