package io.ullage.service.chargeback;

import io.ullage.schema.telemetry.PoolKind;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pools something is about: those of an id, of an id or name that fits a glob, or of a kind. One that names nothing fits every pool.
 *
 * @param globs with {@code *} for any text and {@code ?} for any one character
 */
public record PoolMatch(Set<String> ids, List<String> globs, Set<PoolKind> kinds) {
    static final PoolMatch EVERY = new PoolMatch(Set.of(), List.of(), Set.of());

    public PoolMatch {
        ids = Set.copyOf(ids);
        globs = List.copyOf(globs);
        kinds = Set.copyOf(kinds);
    }

    boolean everything() {
        return ids.isEmpty() && globs.isEmpty() && kinds.isEmpty();
    }

    boolean fits(Pool pool) {
        return everything()
                || ids.contains(pool.poolId())
                || (pool.kind() != null && kinds.contains(pool.kind()))
                || globs.stream().anyMatch(glob -> fits(glob, pool.poolId()) || fits(glob, pool.name()));
    }

    private static boolean fits(String glob, @Nullable String text) {
        return text != null
                && Pattern.compile(
                                glob.codePoints()
                                        .mapToObj(point -> switch (point) {
                                            case '*' -> ".*";
                                            case '?' -> ".";
                                            default -> Pattern.quote(Character.toString(point));
                                        })
                                        .collect(Collectors.joining()),
                                Pattern.DOTALL)
                        .matcher(text)
                        .matches();
    }
}
