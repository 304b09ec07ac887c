/**
 * The ledger of bytes: every provisioned byte of a volume is in exactly one
 * {@link io.ullage.schema.ledger.LedgerClass class}, and the classes sum to provisioned.
 */
@NullMarked
package io.ullage.schema.ledger;

import org.jspecify.annotations.NullMarked;
