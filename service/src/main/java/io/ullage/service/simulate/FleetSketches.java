package io.ullage.service.simulate;

import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.ContentSketch.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The content scans of a fleet: what host agents would send of the volumes that they can read. Each pool is a domain of its own. */
final class FleetSketches {
    /** Between two scans of a volume; the last one is at the end of the history. */
    private static final Duration EVERY = Duration.ofDays(14);

    private static final int K = 13;
    /** So many volumes have so much content that fewer samples do. */
    private static final int LARGE_FLEET = 1000;

    private static final int K_OF_LARGE_FLEET = 16;
    private static final int FINGERPRINTS_PER_PART = 10_000;

    private final SimulationPlan plan;
    private final List<SimulatedPool> pools;
    /** The domain of each volume that was sketched and is not gone. */
    private final Map<String, String> sketched = new TreeMap<>();

    FleetSketches(SimulationPlan plan, List<SimulatedPool> pools) {
        this.plan = plan;
        this.pools = pools;
    }

    /** Tells a scan of all volumes where one is due at this step. */
    void tell(Instant time, long step, Telemetry telemetry) {
        long stepsEach = Math.max(1, EVERY.dividedBy(plan.step()));
        if ((plan.steps() - 1 - step) % stepsEach != 0) {
            return;
        }
        Map<String, String> gone = new TreeMap<>(sketched);
        for (SimulatedPool pool : pools) {
            for (SimulatedVolume volume : pool.volumes) {
                if (scanned(volume.profile.format())) {
                    tell(volume, pool.poolId, time, telemetry);
                    gone.remove(volume.profile.volumeId());
                    sketched.put(volume.profile.volumeId(), pool.poolId);
                }
            }
        }
        gone.forEach((volumeId, domainId) -> {
            telemetry.sketch(sketch(domainId, volumeId, time, 0, 1, 0, 0, List.of()));
            sketched.remove(volumeId);
        });
    }

    private static boolean scanned(VolumeProfile.Format format) {
        return switch (format) {
            case RAW, QCOW2, LVM_THIN, RBD -> true;
            case VMDK, VHD -> false;
        };
    }

    private void tell(SimulatedVolume volume, String domainId, Instant time, Telemetry telemetry) {
        LedgerBytes ledger = volume.ledger();
        List<Fingerprint> all = new ArrayList<>();
        SimulatedContent.of(volume.profile).fingerprints(ledger, time, k()).forEach(all::add);
        int parts = Math.max(1, (all.size() + FINGERPRINTS_PER_PART - 1) / FINGERPRINTS_PER_PART);
        for (int part = 0; part < parts; part++) {
            int from = part * FINGERPRINTS_PER_PART;
            telemetry.sketch(sketch(
                    domainId,
                    volume.profile.volumeId(),
                    time,
                    part,
                    parts,
                    part == 0 ? SimulatedContent.scannedBytes(ledger) : 0,
                    part == 0 ? SimulatedContent.zeroBytes(ledger) : 0,
                    all.subList(from, Math.min(all.size(), from + FINGERPRINTS_PER_PART))));
        }
    }

    private int k() {
        return plan.volumes() > LARGE_FLEET ? K_OF_LARGE_FLEET : K;
    }

    private ContentSketch sketch(
            String domainId,
            String volumeId,
            Instant epoch,
            int part,
            int parts,
            long scannedBytes,
            long zeroBytes,
            List<Fingerprint> fingerprints) {
        return new ContentSketch(
                ContentSketch.VERSION,
                domainId,
                volumeId,
                epoch,
                part,
                parts,
                SimulatedContent.CHUNK_BYTES,
                k(),
                scannedBytes,
                zeroBytes,
                fingerprints);
    }
}
