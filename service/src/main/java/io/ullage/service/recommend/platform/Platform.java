package io.ullage.service.recommend.platform;

import io.ullage.schema.telemetry.PoolKind;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Snapshot;
import io.ullage.service.recommend.estate.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands of one platform. An empty answer: it has none for this. */
public interface Platform {

    /** So that what the guest discards reaches the pool. */
    default List<Step> passDiscards(Volume volume, Estate estate) {
        return List.of();
    }

    /** What the guest deleted, given back while no machine has the volume. */
    default List<Step> trimAtRest(Volume volume) {
        return List.of();
    }

    /** Zeros become holes. */
    default List<Step> punch(Volume volume, Estate estate) {
        return makeThin(volume, estate);
    }

    /** What was never written is given back. */
    default List<Step> makeThin(Volume volume, Estate estate) {
        return List.of();
    }

    /** The guest's file systems were shrunk before. */
    default List<Step> shrink(Volume volume, long bytes) {
        return List.of();
    }

    default List<Step> deleteSnapshot(Snapshot snapshot, Volume volume) {
        return List.of();
    }

    /** An overlay is written into its parent, and goes. */
    default List<Step> commit(Volume overlay, Volume parent, Estate estate) {
        return List.of();
    }

    default List<Step> delete(Volume volume) {
        return List.of();
    }

    /** Its content becomes a base that nobody writes to, and the volume an overlay of that. */
    default List<Step> freeze(Volume volume) {
        return List.of();
    }

    /** @param base frozen before; the volume mostly has its content */
    default List<Step> linkTo(Volume base, Volume volume) {
        return List.of();
    }

    default List<Step> move(Volume volume, Pool to, Estate estate) {
        return List.of();
    }

    /** Only LVM's thin pools have a room for metadata of its own. */
    static List<Step> growMetadata(Pool pool, long byBytes) {
        return Lvm.growMetadata(pool, byBytes);
    }

    /** By what the volume is and where it lies. */
    static Platform of(Volume volume, @Nullable PoolKind kind) {
        if (kind == PoolKind.DATASTORE) {
            return new Vmfs();
        }
        if (kind == PoolKind.STORAGE_REPOSITORY) {
            return new Xapi();
        }
        return switch (volume.format()) {
            case "raw", "qcow2" -> volume.path() == null ? new NoCommands() : new ImageFiles();
            case "lvm-thin", "lvm" -> new Lvm();
            case "rbd" -> new Rbd();
            case "zvol" -> new Zfs();
            default -> new NoCommands();
        };
    }

    /** For words alone. */
    final class NoCommands implements Platform {}
}
