package io.ullage.service.node;

import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor} found out about one need.
 *
 * @param next what to do about it; absent where all is well
 */
record Check(
        String name, Result result, String found, @Nullable String next) {
    enum Result {
        OK,
        /** It runs, but something will be missing or slow. */
        WARN,
        /** It will not run. */
        FAIL
    }

    static Check ok(String name, String found) {
        return new Check(name, Result.OK, found, null);
    }

    static Check warn(String name, String found, String next) {
        return new Check(name, Result.WARN, found, next);
    }

    static Check fail(String name, String found, String next) {
        return new Check(name, Result.FAIL, found, next);
    }
}
