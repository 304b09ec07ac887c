package io.ullage.service.simulate;

import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A simulated fleet. Tells its history once, in the order of time but for the jitter of its clocks. */
public final class Fleet {
    /** Agents wake up at different seconds; both sides of a disk still speak within the shortest interval of a ledger. */
    private static final Duration LATEST_PHASE = Duration.ofSeconds(8);

    private static final int JITTER_MILLIS = 2000;
    private static final double MISSED_CYCLE = 0.01;
    private static final double OUTAGE_BEGINS_PER_HOUR = 0.0005;
    private static final double OUTAGE_HOURS = 8;
    private static final double MIGRATIONS_PER_VOLUME_HOUR = 0.0003;
    private static final double HANDOVERS_PER_MACHINE_HOUR = 0.0003;
    /** Owners have dice of their own, so that a fleet is the same whoever owns it. */
    private static final long OWNERS = 0x6F776E657273L;

    private final SimulationPlan plan;
    private final List<SimulatedHost> hosts;
    private final List<SimulatedMachine> machines;
    private final List<SimulatedPool> pools;
    private final List<Speaker> speakers = new ArrayList<>();
    private final Set<SimulatedMachine> announced = new HashSet<>();
    private final Set<SimulatedMachine> switchedOff = new HashSet<>();
    private final Chance chance;
    private final Chance owners;
    private final FleetSketches sketches;
    private Instant time;
    private long step;

    public Fleet(SimulationPlan plan) {
        this.plan = plan;
        this.time = plan.start();
        FleetBuilder built = new FleetBuilder(plan);
        hosts = built.hosts();
        machines = built.machines();
        pools = hosts.stream().flatMap(host -> host.pools().stream()).toList();
        chance = built.chance();
        owners = new Chance(plan.seed() ^ OWNERS);
        sketches = new FleetSketches(plan, pools);
        // What is born later has had its room counted, and leaves until then.
        for (SimulatedMachine machine : machines) {
            if (machine.born.isAfter(plan.start())) {
                machine.disks.forEach(Fleet::leave);
            }
        }
        hosts.forEach(host -> speakers.add(new Speaker(host.agent(), host, null, chance.split())));
        for (SimulatedMachine machine : machines) {
            if (machine.agent != null) {
                speakers.add(new Speaker(machine.agent, null, machine, chance.split()));
            }
        }
        speakers.sort(Comparator.comparing(speaker -> speaker.phase));
    }

    /**
     * Tells everything, step by step.
     *
     * @param progress is given the steps that were done since the last call
     */
    public void tell(Telemetry telemetry, LongConsumer progress) {
        tellUntil(plan.steps(), telemetry, progress);
    }

    /** Tells up to a step, and goes on from there when asked again. */
    void tellUntil(long steps, Telemetry telemetry, LongConsumer progress) {
        for (; step < steps; step++) {
            live(time, telemetry);
            for (Speaker speaker : speakers) {
                speaker.speak(time, step, telemetry);
            }
            sketches.tell(time, step, telemetry);
            tellTruth(time, telemetry);
            progress.accept(1);
            time = time.plus(plan.step());
        }
    }

    private void live(Instant time, Telemetry telemetry) {
        for (SimulatedMachine machine : machines) {
            beBorn(machine, time, telemetry);
            retire(machine, time, telemetry);
            handOver(machine, time, telemetry);
            for (SimulatedVolume volume : machine.disks) {
                SimulatedPool pool = volume.pool;
                if (pool != null) {
                    if (machine.runsAt(time)) {
                        volume.step(time, plan.stepHours(), pool);
                    }
                    migrate(volume, pool);
                }
            }
        }
    }

    private void beBorn(SimulatedMachine machine, Instant time, Telemetry telemetry) {
        if (!machine.existsAt(time) || !announced.add(machine)) {
            return;
        }
        for (SimulatedVolume volume : machine.disks) {
            if (volume.pool == null) {
                enterRoomiest(volume);
            }
        }
        telemetry.inventory(machine.inventory(machine.born, true));
    }

    /** A disk that nobody has room for is not made. */
    private void enterRoomiest(SimulatedVolume volume) {
        pools.stream()
                .filter(pool -> pool.kind == volume.homeKind && pool.roomBytes() >= volume.allocatedBytes())
                .max(Comparator.comparing(SimulatedPool::roomBytes).thenComparing(pool -> pool.poolId))
                .ifPresent(pool -> enter(volume, pool));
    }

    private void retire(SimulatedMachine machine, Instant time, Telemetry telemetry) {
        Instant poweredOff = machine.poweredOff;
        if (poweredOff != null && !time.isBefore(poweredOff) && switchedOff.add(machine)) {
            telemetry.inventory(machine.inventory(poweredOff, false));
        }
        if (machine.removed != null && !time.isBefore(machine.removed)) {
            for (SimulatedVolume volume : machine.disks) {
                volume.machine = null;
                if (!machine.leavesDisks) {
                    leave(volume);
                }
            }
        }
    }

    /** Some time within the step, so to the second. */
    private void handOver(SimulatedMachine machine, Instant time, Telemetry telemetry) {
        boolean happens = owners.happens(HANDOVERS_PER_MACHINE_HOUR * plan.stepHours());
        int second = owners.between(0, (int) plan.step().toSeconds() - 1);
        String tenant = owners.oneOf(FleetBuilder.TENANTS);
        if (happens && machine.runsAt(time)) {
            machine.handOver(tenant);
            telemetry.inventory(machine.inventory(time.plusSeconds(second), true));
        }
    }

    /** Only without snapshots, only to a pool of the same kind, and only where there is room to spare. */
    private void migrate(SimulatedVolume volume, SimulatedPool from) {
        if (!chance.happens(MIGRATIONS_PER_VOLUME_HOUR * plan.stepHours())
                || !volume.snapshots().isEmpty()) {
            return;
        }
        SimulatedPool to = pools.get(chance.between(0, pools.size() - 1));
        if (to != from && to.kind == from.kind && to.roomBytes() > volume.allocatedBytes() * 2) {
            leave(volume);
            enter(volume, to);
        }
    }

    private static void enter(SimulatedVolume volume, SimulatedPool pool) {
        volume.pool = pool;
        pool.add(volume);
    }

    private static void leave(SimulatedVolume volume) {
        if (volume.pool != null) {
            volume.pool.remove(volume);
            volume.pool = null;
        }
    }

    private void tellTruth(Instant time, Telemetry telemetry) {
        for (SimulatedPool pool : pools) {
            for (SimulatedVolume volume : pool.volumes) {
                SimulatedMachine machine = volume.machine;
                VolumeProfile profile = volume.profile;
                telemetry.truth(new Truth(
                        time,
                        profile.volumeId(),
                        pool.poolId,
                        machine == null ? null : machine.machineId,
                        machine == null || profile.attachment() == null ? MatchKey.NONE : profile.matchKey(),
                        machine != null && machine.agent != null && machine.runsAt(time),
                        volume.thin(),
                        profile.provisionedBytes(),
                        volume.allocatedBytes(),
                        volume.snapshotBytes(),
                        volume.ledger()));
            }
        }
    }

    /** Pools as they are now. */
    List<SimulatedPool> pools() {
        return pools;
    }

    /** Its owner deletes a volume. */
    void delete(SimulatedVolume volume) {
        if (volume.machine != null) {
            volume.machine.disks.remove(volume);
            volume.machine = null;
        }
        leave(volume);
    }

    /** An agent with its clock and its failures. */
    private final class Speaker {
        private final AgentIdentity agent;
        private final @Nullable SimulatedHost host;
        private final @Nullable SimulatedMachine machine;
        private final Chance chance;
        private final Duration phase;
        private double outageHours;

        Speaker(AgentIdentity agent, @Nullable SimulatedHost host, @Nullable SimulatedMachine machine, Chance chance) {
            this.agent = agent;
            this.host = host;
            this.machine = machine;
            this.chance = chance;
            this.phase = Duration.ofMillis(chance.between(JITTER_MILLIS, (int) LATEST_PHASE.toMillis()));
        }

        void speak(Instant time, long step, Telemetry telemetry) {
            int jitter = chance.between(-JITTER_MILLIS, JITTER_MILLIS);
            boolean missed = chance.happens(MISSED_CYCLE);
            if (chance.happens(OUTAGE_BEGINS_PER_HOUR * plan.stepHours())) {
                outageHours = chance.between(1.0, OUTAGE_HOURS);
            }
            outageHours -= plan.stepHours();
            if (missed || outageHours > 0 || (machine != null && !machine.runsAt(time))) {
                return;
            }
            List<Reading> readings = host != null ? host.readings() : machine.guestReadings();
            if (!readings.isEmpty()) {
                telemetry.report(Report.whole(agent, step, time.plus(phase).plusMillis(jitter), readings));
            }
        }
    }
}
