package io.ullage.job.row;

import io.ullage.schema.telemetry.Inventory;
import java.time.Instant;

/**
 * Whose a machine is from a moment on. Key: {@code (inventory.machineId, inventory.since)}; of two messages the one that came later on
 * the topic stands.
 *
 * @param received the broker's timestamp; it leads, so that a topic that was made anew is heard
 * @param revision the message's offset, for what was received in the same millisecond
 */
public record InventoryRow(Instant received, long revision, Inventory inventory) implements Row {}
