package io.ullage.job.dedup;

import io.ullage.schema.ledger.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What some chunks occupy, each stored once.
 *
 * @param logical before compression: chunks times chunk size
 * @param compressed the same chunks as they are stored; absent unless the compressed size of every sampled one is known
 */
public record Footprint(Estimate logical, @Nullable Estimate compressed) {}
