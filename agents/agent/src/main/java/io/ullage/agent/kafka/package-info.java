/**
 * From the spool to Kafka.
 *
 * <p>Guarantees: a record leaves the spool only when all in-sync replicas have it ({@code acks=all}, idempotent producer), or when the
 * broker refuses it for good because of its size, which is counted; records of one agent arrive in order; after an error
 * everything from the first record that failed on is sent again, and receivers drop what they have seen.
 */
@NullMarked
package io.ullage.agent.kafka;

import org.jspecify.annotations.NullMarked;
