/**
 * The ledger of one volume, counted exactly: its block map laid over its live map at the backing's allocation unit.
 *
 * <p>Guarantees: one pass, constant heap; the eight classes sum to the provisioned size. The rules stand in {@code docs/ledger.md}.
 */
package io.ullage.image.ledger;
