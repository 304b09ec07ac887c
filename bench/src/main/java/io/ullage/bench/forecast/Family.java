package io.ullage.bench.forecast;

import java.util.SplittableRandom;

/** Families of series, each a kind of pool. Bytes are counted in units of which the pool begins with about a thousand. */
public enum Family {
    /** Grows evenly; the noise around the line remembers some. */
    LINEAR {
        @Override
        Path path(Draw draw, int days, int now) {
            double rate = draw.rate();
            double[] noise =
                    draw.remembered(days * PER_DAY, draw.between(0, 0.8, 0, 0.9), rate * draw.between(0.3, 3, 0.2, 5));
            return Path.of(days, now, i -> START + rate * i / PER_DAY + noise[i], ahead -> rate * ahead);
        }
    },
    /** Grows by new volumes alone: steps up, at random times, of sizes that differ. */
    STEPPED {
        @Override
        Path path(Draw draw, int days, int now) {
            double gap = draw.between(4, 12, 3, 16);
            double size = draw.rate() * gap;
            double spread = draw.between(0.4, 0.8, 0.2, 1);
            double[] jumps = draw.jumps(days * PER_DAY, gap * PER_DAY, () -> size * draw.around(spread));
            double[] noise = draw.remembered(days * PER_DAY, 0.5, size * draw.between(0.005, 0.03, 0.002, 0.05));
            return Path.of(days, now, i -> START + jumps[i] + noise[i], ahead -> ahead * size / gap);
        }
    },
    /** Grows evenly, less on some days of the week, and breathes by day. */
    SEASONAL {
        @Override
        Path path(Draw draw, int days, int now) {
            double rate = draw.rate();
            double[] week = draw.week(rate * draw.between(2, 8, 1, 12));
            double day = rate * draw.between(0.5, 3, 0, 5);
            double[] noise =
                    draw.remembered(days * PER_DAY, draw.between(0, 0.8, 0, 0.9), rate * draw.between(0.3, 2, 0.2, 3));
            return Path.of(
                    days,
                    now,
                    i -> START
                            + rate * i / PER_DAY
                            + week[i / PER_DAY % 7]
                            + day * Math.sin(2 * Math.PI * i / PER_DAY)
                            + noise[i],
                    ahead -> rate * ahead);
        }
    },
    /** Fills up towards a level that it does not pass. */
    SATURATING {
        @Override
        Path path(Draw draw, int days, int now) {
            double time = draw.between(50, 150, 40, 250);
            double before = draw.between(0, 40, 0, 60);
            double rate = draw.rate();
            double room = rate * time * Math.exp(before / time);
            double[] noise =
                    draw.remembered(days * PER_DAY, draw.between(0, 0.8, 0, 0.9), rate * draw.between(0.2, 1, 0.1, 2));
            double left = Math.exp(-(before + now) / time);
            return Path.of(
                    days,
                    now,
                    i -> START + room * (1 - Math.exp(-(before + (double) i / PER_DAY) / time)) + noise[i],
                    ahead -> room * left * (1 - Math.exp(-ahead / time)));
        }
    },
    /** Writes much on few days, and hardly anything on others. */
    BURSTY {
        @Override
        Path path(Draw draw, int days, int now) {
            double rate = draw.rate();
            double share = draw.between(0.1, 0.4, 0.08, 0.6);
            double spread = draw.between(0.5, 1, 0.3, 1.2);
            double[] used = new double[days * PER_DAY];
            double sum = 0;
            for (int i = 0; i < used.length; i++) {
                if (draw.chance(share / PER_DAY)) {
                    sum += rate / share * draw.around(spread);
                }
                used[i] = sum;
            }
            return Path.of(days, now, i -> START + used[i], ahead -> rate * ahead);
        }
    },
    /** Grows, and what was deleted comes back by a trim now and then: a saw. */
    TRIMMED {
        @Override
        Path path(Draw draw, int days, int now) {
            double live = draw.rate();
            double garbage = live * draw.between(1, 4, 0.5, 6);
            double gap = draw.between(7, 25, 5, 30);
            double late = draw.between(0, 0.3, 0, 0.5);
            double[] noise = draw.remembered(days * PER_DAY, 0.5, live * draw.between(0.2, 1, 0.1, 2));
            double[] dead = new double[days * PER_DAY];
            double next = gap * draw.between(0, 1, 0, 1);
            double sum = 0;
            for (int i = 0; i < dead.length; i++) {
                sum += garbage / PER_DAY * draw.around(0.5);
                if (i >= next * PER_DAY) {
                    sum *= draw.between(0, 0.2, 0, 0.3);
                    next += gap * (1 + late * draw.normal());
                }
                dead[i] = sum;
            }
            return Path.of(days, now, i -> START + live * i / PER_DAY + dead[i] + noise[i], ahead -> live * ahead);
        }
    },
    /** Grows, and whole disks come and go. */
    MIGRATED {
        @Override
        Path path(Draw draw, int days, int now) {
            double rate = draw.rate();
            double gap = draw.between(12, 40, 8, 50);
            double size = draw.between(40, 150, 30, 200);
            double[] jumps = draw.jumps(
                    days * PER_DAY, gap * PER_DAY, () -> (draw.chance(0.5) ? 1 : -1) * size * draw.around(0.4));
            double[] noise =
                    draw.remembered(days * PER_DAY, draw.between(0, 0.8, 0, 0.9), rate * draw.between(0.3, 2, 0.2, 3));
            return Path.of(days, now, i -> 2 * START + rate * i / PER_DAY + jumps[i] + noise[i], ahead -> rate * ahead);
        }
    },
    /** Goes nowhere. */
    FLAT {
        @Override
        Path path(Draw draw, int days, int now) {
            double spread = draw.between(1, 20, 0.5, 30);
            double[] noise = draw.remembered(days * PER_DAY, draw.between(0, 0.8, 0, 0.9), spread);
            return Path.of(days, now, i -> START + noise[i], ahead -> 0.1 * START);
        }
    },
    /** Beside the eight: a random walk with a drift. Nothing was chosen by it. */
    WALKING {
        @Override
        Path path(Draw draw, int days, int now) {
            double rate = draw.rate();
            double step = rate * draw.between(1, 4, 0.5, 6) / Math.sqrt(PER_DAY);
            double[] used = new double[days * PER_DAY];
            for (int i = 1; i < used.length; i++) {
                used[i] = used[i - 1] + rate / PER_DAY + step * draw.normal();
            }
            return Path.of(days, now, i -> START + used[i], ahead -> rate * ahead);
        }
    },
    /** Beside the eight: the rate itself changes, at times that nobody knows. Nothing was chosen by it. */
    CHANGING {
        @Override
        Path path(Draw draw, int days, int now) {
            double gap = draw.between(80, 200, 60, 250);
            double[] used = new double[days * PER_DAY];
            double rate = draw.rate();
            double rateNow = rate;
            double noise = rate * draw.between(0.3, 2, 0.2, 3);
            for (int i = 1; i < used.length; i++) {
                if (draw.chance(1 / (gap * PER_DAY))) {
                    rate = draw.rate();
                }
                used[i] = used[i - 1] + rate / PER_DAY;
                rateNow = i == now * PER_DAY ? rate : rateNow;
            }
            double[] around = draw.remembered(used.length, 0.5, noise);
            double known = rateNow;
            return Path.of(days, now, i -> START + used[i] + around[i], ahead -> known * ahead);
        }
    };

    /** Readings of a day. */
    static final int PER_DAY = 4;

    private static final double START = 1000;

    /** Those that the estimator is held to. */
    static final Family[] EIGHT = {LINEAR, STEPPED, SEASONAL, SATURATING, BURSTY, TRIMMED, MIGRATED, FLAT};

    /**
     * @param days of the whole path
     * @param now days that are history
     */
    abstract Path path(Draw draw, int days, int now);

    /** A path of this family. */
    public Path path(Setting setting, long seed, int days, int now) {
        return path(new Draw(setting, new SplittableRandom(seed * 1_000_003 + ordinal())), days, now);
    }
}
