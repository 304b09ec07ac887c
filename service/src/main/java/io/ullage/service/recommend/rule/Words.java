package io.ullage.service.recommend.rule;

import io.ullage.service.output.HumanBytes;
import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Machine;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Volume;
import io.ullage.service.recommend.platform.Platform;
import io.ullage.service.recommend.rule.Target.Kind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What rules say alike. */
final class Words {
    static final String MUST_BE_OFF = "the machine is switched off: nobody may have the image open";

    private Words() {}

    static Target target(Volume volume) {
        return new Target(Kind.VOLUME, volume.volumeId(), volume.name());
    }

    static Platform platform(Volume volume, Estate estate) {
        return Platform.of(volume, estate.pool(volume.poolId()).map(Pool::kind).orElse(null));
    }

    /** The machine's name, else its id, else words. */
    static String machine(Volume volume, Estate estate) {
        Optional<String> name = estate.machineOf(volume).map(Machine::name);
        String machineId = volume.machineId();
        return name.orElse(machineId == null ? "the machine that uses it" : machineId);
    }

    /** What a copy takes while the original is still there, beside what the pool has. */
    static String roomForCopy(Volume volume, Estate estate, long copyBytes) {
        Long free = estate.pool(volume.poolId()).map(Pool::freeBytes).orElse(null);
        String needs = "the copy needs " + HumanBytes.text(copyBytes) + " while the original is there";
        if (free == null) {
            return needs + ": nobody knows what the pool has left";
        }
        return needs + "; the pool has " + HumanBytes.text(free)
                + (free < copyBytes ? ", so make it in another pool" : "");
    }

    static String days(Duration duration) {
        long days = duration.toDays();
        return days == 1 ? "1 day" : days + " days";
    }

    static long known(@Nullable Long bytes) {
        return bytes == null ? 0 : bytes;
    }
}
