package io.ullage.job.trend;

import java.util.Random;

/** Series of readings, one every five minutes: a rate that is known and noise of one kind about it. */
enum Family {
    CLEAN,
    /** Each reading errs by itself. */
    WHITE,
    /** The error is remembered for an hour. */
    HOUR,
    /** Writes are random, and what was written stays. */
    WALK,
    /** Nothing for hours, then much. */
    BURSTS,
    /** All of it in office hours. */
    DIURNAL,
    /** White noise, a trim and a migration. */
    STEPS;

    static final long STEP_SECONDS = 300;
    static final double RATE = 5e9 / 86_400;
    static final long START_MILLIS = 1_760_000_000_000L;

    private static final double NOISE = 200e6;

    long[] bytes(Random random, int count) {
        long[] bytes = new long[count];
        double state = 0;
        int trim = random.nextInt(count);
        int migration = random.nextInt(count);
        for (int i = 0; i < count; i++) {
            double error =
                    switch (this) {
                        case CLEAN -> 0;
                        case WHITE -> NOISE * random.nextGaussian();
                        case HOUR -> {
                            double kept = Math.exp(-STEP_SECONDS / 3600.0);
                            state = kept * state + NOISE * Math.sqrt(1 - kept * kept) * random.nextGaussian();
                            yield state;
                        }
                        case WALK -> state += 30e6 * random.nextGaussian();
                        case BURSTS ->
                            state += (random.nextInt(24) == 0 ? -Math.log(1 - random.nextDouble()) * 480e6 : 0) - 20e6;
                        case DIURNAL ->
                            state += (i % 288 >= 96 && i % 288 < 216 ? 24e6 : 0) - 10e6 + 3e6 * random.nextGaussian();
                        case STEPS -> {
                            state += (i == trim ? -20e9 : 0) + (i == migration ? 50e9 : 0);
                            yield state + 50e6 * random.nextGaussian();
                        }
                    };
            bytes[i] = Math.max(0, Math.round(100e9 + RATE * i * STEP_SECONDS + error));
        }
        return bytes;
    }

    static long millis(int reading) {
        return START_MILLIS + reading * STEP_SECONDS * 1000;
    }

    /** What is estimated from all of them, through a history. */
    static Trend trend(long[] bytes) {
        History history = History.none();
        for (int i = 0; i < bytes.length; i++) {
            history = history.with(millis(i), bytes[i]);
        }
        return TrendEstimator.estimate(history.asOf(millis(bytes.length - 1), bytes[bytes.length - 1]));
    }
}
