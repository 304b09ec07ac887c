package io.ullage.job.alert;

import io.ullage.job.ingest.RawMessage;

/**
 * A message of the rules topic.
 *
 * @param document its key
 */
public record RuleMessage(String document, RawMessage message) {}
