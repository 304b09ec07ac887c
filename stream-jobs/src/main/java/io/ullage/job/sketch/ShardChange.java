package io.ullage.job.sketch;

/**
 * What a replaced volume changes in one shard; all of it in one message, so that a shard never has half of it.
 *
 * @param changes fingerprints as they are now; without references where the volume has none any more
 */
public record ShardChange(Domain domain, int shard, long volumeKey, Fingerprints changes) {
    String key() {
        return shard + "/" + domain.key();
    }
}
