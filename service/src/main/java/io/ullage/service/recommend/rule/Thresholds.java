package io.ullage.service.recommend.rule;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import java.time.Duration;

/**
 * From when on something is worth a recommendation. Every key of the configuration's section {@code thresholds}.
 *
 * @param leastBytes under which nothing is proposed that only returns bytes
 * @param snapshotAge from which on a snapshot is old; one whose age nobody knows is taken for old enough
 * @param orphanAge for which nobody may have used a volume
 * @param offAge for which a machine must have been off
 * @param idleAge for which nothing about a machine's disks may have changed
 * @param shrinkHeadroomRatio of what the guest holds, left free on a disk that is shrunk
 * @param shrinkLeastRatio of the provisioned bytes that a shrink must take away
 * @param fillingWithin a pool whose P10 days to full are fewer is relieved
 * @param fullRatio a pool without a forecast is relieved from here on
 * @param relievedRatio to which a pool is relieved, and to which another may be filled by it
 * @param metadataRatio from which on metadata of a thin pool is to grow
 * @param metadataHeadroomRatio to which it is to fall by growing
 * @param cloneSharedRatio of its content that a volume must share to count as a clone
 * @param hostDiskBytes from which on an unused disk of a host is worth telling of
 * @param hostDiskUsedRatio up to which it counts as unused
 */
public record Thresholds(
        long leastBytes,
        Duration snapshotAge,
        Duration orphanAge,
        Duration offAge,
        Duration idleAge,
        double shrinkHeadroomRatio,
        double shrinkLeastRatio,
        Duration fillingWithin,
        double fullRatio,
        double relievedRatio,
        double metadataRatio,
        double metadataHeadroomRatio,
        double cloneSharedRatio,
        long hostDiskBytes,
        double hostDiskUsedRatio) {
    public static final Thresholds STANDARD = new Thresholds(
            64L << 20,
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(30),
            Duration.ofDays(30),
            0.3,
            0.3,
            Duration.ofDays(30),
            0.9,
            0.8,
            0.75,
            0.5,
            0.3,
            64L << 30,
            0.02);

    public Thresholds {
        Require.notNegative("leastBytes", leastBytes);
        Require.notNegative("hostDiskBytes", hostDiskBytes);
        ratio("shrinkLeastRatio", shrinkLeastRatio);
        ratio("fullRatio", fullRatio);
        ratio("relievedRatio", relievedRatio);
        ratio("metadataRatio", metadataRatio);
        ratio("metadataHeadroomRatio", metadataHeadroomRatio);
        ratio("cloneSharedRatio", cloneSharedRatio);
        ratio("hostDiskUsedRatio", hostDiskUsedRatio);
        if (!(shrinkHeadroomRatio >= 0 && shrinkHeadroomRatio <= 10)) {
            throw new InvalidFieldException("shrinkHeadroomRatio", "must be from 0 to 10", shrinkHeadroomRatio);
        }
        if (relievedRatio > fullRatio) {
            throw new InvalidFieldException("relievedRatio", "must not exceed fullRatio " + fullRatio, relievedRatio);
        }
        if (metadataHeadroomRatio <= 0 || metadataHeadroomRatio > metadataRatio) {
            throw new InvalidFieldException(
                    "metadataHeadroomRatio",
                    "must be above 0 and not exceed metadataRatio " + metadataRatio,
                    metadataHeadroomRatio);
        }
    }

    private static void ratio(String field, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidFieldException(field, "must be from 0 to 1", value);
        }
    }
}
