package io.ullage.service.simulate;

import static io.ullage.schema.ledger.LedgerClass.CLAIMED;
import static io.ullage.schema.ledger.LedgerClass.DEAD;
import static io.ullage.schema.ledger.LedgerClass.LIVE;
import static io.ullage.schema.ledger.LedgerClass.RESERVED;
import static io.ullage.schema.ledger.LedgerClass.STRANDED;
import static io.ullage.schema.ledger.LedgerClass.ULLAGE;
import static io.ullage.schema.ledger.LedgerClass.ZEROED;

import io.ullage.job.ledger.LedgerEstimator;
import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.PoolKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The life of one volume, in steps: what its guest writes, deletes and trims, and what snapshots hold back. */
final class SimulatedVolume {
    /** A file system refuses, or its owner acts, before it is quite full. */
    private static final double FULLEST = 0.97;
    /** Of what a guest writes anew, so much lands where it deleted before. */
    private static final double REUSE = 0.4;
    /** Of what a guest deletes, so much shares its unit with something live. */
    private static final double FRAGMENTED = 0.08;

    private static final double FRAGMENTS_FREED_PER_HOUR = 0.002;
    private static final int MOST_SNAPSHOTS = 3;

    final VolumeProfile profile;
    private final Balance balance;
    private final Growth.Curve curve;
    private final Chance chance;
    private final double churnPerHour;
    private final double overwritePerHour;
    private final int trimHourOfWeek;
    private final Duration snapshotLife;
    private final Deque<Snapshot> snapshots = new ArrayDeque<>();
    private int snapshotsTaken;
    private double churnCarry;
    private double overwriteCarry;
    /** Takes space as it is written; a thick one can become so. */
    private boolean thin;
    /** Live bytes that the newest snapshot holds too. */
    private long sharedLiveBytes;
    /** Stranded bytes that are so because a snapshot holds them. */
    private long heldStrandedBytes;

    /** Where it lies; absent before it is born and after it is deleted. */
    @Nullable
    SimulatedPool pool;

    /** Only such a pool can hold it. */
    final PoolKind homeKind;

    /** Whose disk it is; absent for an orphan. */
    @Nullable
    SimulatedMachine machine;

    /** A point in time of this volume. */
    static final class Snapshot {
        final String snapshotId;
        final String name;
        final Instant created;
        final long referencedBytes;
        long exclusiveBytes;

        Snapshot(String snapshotId, String name, Instant created, long referencedBytes) {
            this.snapshotId = snapshotId;
            this.name = name;
            this.created = created;
            this.referencedBytes = referencedBytes;
        }
    }

    /**
     * @param held share of provisioned that the guest holds at first
     * @param past how much it wrote and deleted before, as a share of provisioned
     */
    SimulatedVolume(VolumeProfile profile, PoolKind homeKind, double held, double past, Chance chance) {
        this.profile = profile;
        this.homeKind = homeKind;
        this.thin = profile.thin();
        this.chance = chance;
        this.balance = new Balance(profile.thin() ? ULLAGE : RESERVED, profile.provisionedBytes());
        this.curve = new Growth.Curve(profile.growth(), held, chance);
        this.churnPerHour = chance.between(0.0001, 0.003);
        this.overwritePerHour = chance.between(0.0005, 0.01);
        this.trimHourOfWeek = chance.between(0, 167);
        this.snapshotLife = Duration.ofHours(chance.oneOf(24, 72, 168, 720));
        begin(held, past);
    }

    private void begin(double held, double past) {
        long live = units(held * profile.provisionedBytes());
        // A thick volume has a place for all that the guest holds: nothing is claimed from the pool.
        long claimed = profile.thin() ? Math.min(live / 2, units(profile.swapBytes() * 0.9) + units(live * 0.01)) : 0;
        take(LIVE, live - claimed);
        take(CLAIMED, claimed);
        boolean trimmed = profile.trim() != VolumeProfile.Trim.NEVER && profile.discards();
        double left = trimmed ? past * 0.02 : past;
        take(DEAD, units(left * (1 - fragmented()) * profile.provisionedBytes()));
        take(STRANDED, units(past * fragmented() * profile.provisionedBytes()));
        if (profile.format().recordsZeros() && chance.happens(0.3)) {
            take(ZEROED, units(chance.between(0.0, 0.05) * profile.provisionedBytes()));
        }
    }

    private long take(LedgerClass to, long amount) {
        return balance.move(profile.thin() ? ULLAGE : RESERVED, to, amount);
    }

    /** One step of its guest's life. */
    void step(Instant time, double stepHours, SimulatedPool home) {
        long before = allocatedBytes();
        double hour = time.getEpochSecond() / 3600.0;
        freeFragments(stepHours);
        churn(stepHours, home, before);
        follow(curve.next(hour, stepHours, chance), home, before);
        overwrite(stepHours, home, before);
        trim(hour, stepHours);
        expireSnapshot(time);
        takeSnapshot(time, stepHours);
        home.charge(allocatedBytes() - before);
    }

    /** A unit no larger than the guest's block is never shared. */
    private double fragmented() {
        return profile.unitBytes() > LedgerEstimator.GUEST_BLOCK_BYTES ? FRAGMENTED : 0;
    }

    private void freeFragments(double stepHours) {
        long fragments = balance.of(STRANDED) - heldStrandedBytes;
        balance.move(STRANDED, DEAD, units(fragments * FRAGMENTS_FREED_PER_HOUR * stepHours));
    }

    private void churn(double stepHours, SimulatedPool home, long before) {
        churnCarry += balance.of(LIVE) * churnPerHour * stepHours;
        long amount = units(churnCarry);
        churnCarry -= amount;
        write(delete(amount), home, before);
    }

    private void follow(double share, SimulatedPool home, long before) {
        long wanted = units(StrictMath.min(share, FULLEST) * profile.provisionedBytes());
        long change = wanted - balance.heldBytes();
        if (change > 0) {
            write(change, home, before);
        } else {
            delete(-change);
        }
    }

    private void write(long amount, SimulatedPool home, long before) {
        long left = amount - balance.move(DEAD, LIVE, units(amount * REUSE));
        if (thin) {
            long room = home.roomBytes() - (allocatedBytes() - before);
            left -= balance.move(ULLAGE, LIVE, Math.min(left, units(room)));
        } else {
            left -= balance.move(RESERVED, LIVE, left);
        }
        balance.move(DEAD, LIVE, left);
    }

    /** Free in the guest, and nobody told the backing. Returns what could be deleted. */
    private long delete(long amount) {
        long live = balance.of(LIVE);
        long asked = Math.min(amount, live - units(live * 0.2));
        long shared = live == 0 ? 0 : Math.min(asked, units((double) asked * sharedLiveBytes / live));
        heldStrandedBytes += balance.move(LIVE, STRANDED, shared);
        sharedLiveBytes -= shared;
        long fragments = balance.move(LIVE, STRANDED, units((asked - shared) * fragmented()));
        long dead = balance.move(LIVE, DEAD, asked - shared - fragments);
        sharedLiveBytes = Math.min(sharedLiveBytes, balance.of(LIVE));
        return shared + fragments + dead;
    }

    /** Written in place: nothing changes, unless a snapshot holds what was there. */
    private void overwrite(double stepHours, SimulatedPool home, long before) {
        Snapshot newest = snapshots.peekLast();
        if (newest == null) {
            return;
        }
        overwriteCarry += sharedLiveBytes * overwritePerHour * stepHours;
        long room = Math.max(0, home.roomBytes() - (allocatedBytes() - before));
        long amount = Math.min(units(Math.min(overwriteCarry, room)), sharedLiveBytes);
        overwriteCarry = Math.max(0, overwriteCarry - amount);
        sharedLiveBytes -= amount;
        newest.exclusiveBytes += amount;
    }

    private void trim(double hour, double stepHours) {
        boolean due =
                switch (profile.trim()) {
                    case NEVER -> false;
                    case ONLINE -> true;
                    case WEEKLY -> (hour - trimHourOfWeek + 168) % 168 < stepHours;
                };
        if (!due || !profile.discards() || !thin) {
            return;
        }
        balance.move(DEAD, ULLAGE, balance.of(DEAD));
        balance.move(ZEROED, ULLAGE, balance.of(ZEROED));
        Snapshot newest = snapshots.peekLast();
        if (newest != null) {
            newest.exclusiveBytes += balance.move(STRANDED, ULLAGE, heldStrandedBytes);
            heldStrandedBytes = 0;
        }
    }

    private void takeSnapshot(Instant time, double stepHours) {
        if (!profile.snapshotted()
                || profile.format().snapshots == null
                || snapshots.size() >= MOST_SNAPSHOTS
                || !chance.happens(stepHours / (snapshotLife.toHours() * 0.7))) {
            return;
        }
        snapshotsTaken++;
        snapshots.addLast(new Snapshot(
                profile.volumeId() + "@" + snapshotsTaken, "backup-" + snapshotsTaken, time, balance.mappedBytes()));
        sharedLiveBytes = balance.of(LIVE);
        balance.move(DEAD, STRANDED, balance.of(DEAD));
        balance.move(ZEROED, STRANDED, balance.of(ZEROED));
        heldStrandedBytes = balance.of(STRANDED);
    }

    /** The oldest goes first: what it alone holds returns to the pool. */
    private void expireSnapshot(Instant time) {
        Snapshot oldest = snapshots.peekFirst();
        if (oldest == null || oldest.created.plus(snapshotLife).isAfter(time)) {
            return;
        }
        snapshots.removeFirst();
        if (snapshots.isEmpty()) {
            releaseHeld();
        }
    }

    /** Of what snapshots stranded, fragments stay so. */
    private void releaseHeld() {
        sharedLiveBytes = 0;
        long held = heldStrandedBytes;
        heldStrandedBytes = 0;
        balance.move(STRANDED, DEAD, held - units(held * fragmented()));
    }

    /** What an owner does about it, beside its guest's life. */
    enum Act {
        /** The guest discards all that is free, and that reaches the backing. */
        TRIM,
        /** Its zeros become holes. */
        PUNCH,
        /** A copy holds what was written, and takes space as more is. */
        MAKE_THIN
    }

    /** Does it now; its pool has the room at once. */
    void act(Act act) {
        long before = allocatedBytes();
        switch (act) {
            case TRIM -> discardAll();
            case PUNCH -> balance.move(ZEROED, ULLAGE, balance.of(ZEROED));
            case MAKE_THIN -> {
                thin = true;
                balance.move(RESERVED, ULLAGE, balance.of(RESERVED));
            }
        }
        charge(before);
    }

    private void discardAll() {
        thin |= profile.format() == VolumeProfile.Format.RAW && homeKind == PoolKind.FILE_SYSTEM;
        if (!thin) {
            return;
        }
        balance.move(DEAD, ULLAGE, balance.of(DEAD));
        balance.move(ZEROED, ULLAGE, balance.of(ZEROED));
        balance.move(RESERVED, ULLAGE, balance.of(RESERVED));
    }

    /** Deletes one snapshot now: what it alone holds returns to the pool. */
    void deleteSnapshot(String snapshotId) {
        long before = allocatedBytes();
        snapshots.removeIf(snapshot -> snapshot.snapshotId.equals(snapshotId));
        if (snapshots.isEmpty()) {
            releaseHeld();
        }
        charge(before);
    }

    private void charge(long before) {
        if (pool != null) {
            pool.charge(allocatedBytes() - before);
        }
    }

    /** What it occupies in its pool. */
    long allocatedBytes() {
        long own = thin ? balance.mappedBytes() : profile.provisionedBytes();
        return own + profile.metadataBytes() + snapshotBytes();
    }

    long snapshotBytes() {
        return snapshots.stream().mapToLong(snapshot -> snapshot.exclusiveBytes).sum();
    }

    long writtenBytes() {
        return balance.of(LIVE) + balance.of(DEAD) + balance.of(STRANDED);
    }

    /** Allocated and never written: the remainder of a thick volume. */
    long reservedBytes() {
        return thin ? 0 : balance.of(RESERVED);
    }

    long zeroBytes() {
        return balance.of(ZEROED);
    }

    /** What its guest holds. */
    long heldBytes() {
        return balance.heldBytes();
    }

    LedgerBytes ledger() {
        return balance.toLedgerBytes();
    }

    boolean thin() {
        return thin;
    }

    List<Snapshot> snapshots() {
        return List.copyOf(snapshots);
    }

    private long units(double bytes) {
        return (long) StrictMath.floor(Math.max(0, bytes) / profile.unitBytes()) * profile.unitBytes();
    }
}
