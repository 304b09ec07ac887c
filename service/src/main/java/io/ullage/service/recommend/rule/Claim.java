package io.ullage.service.recommend.rule;

import io.ullage.schema.ledger.Estimate;

/** Bytes of one volume that an act would bring back to its pool. */
public record Claim(String volumeId, Part part, Estimate bytes) {}
