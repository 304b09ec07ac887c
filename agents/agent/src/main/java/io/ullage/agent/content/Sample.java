package io.ullage.agent.content;

/**
 * A chunk whose fingerprint was kept.
 *
 * @param storedBytes as in {@link io.ullage.schema.telemetry.ContentSketch.Fingerprint}; 0 where it is absent there
 */
record Sample(long chunk, long hash, int storedBytes) {}
