/**
 * The estate at one moment, as the rules of the recommender see it: volumes with their ledgers, pools, snapshots, machines and host disks,
 * read from the views of the store.
 *
 * <p>Everything in it is immutable, and what nobody knows is absent.
 */
@NullMarked
package io.ullage.service.recommend.estate;

import org.jspecify.annotations.NullMarked;
