package io.ullage.bench.forecast;

import java.util.Arrays;
import java.util.List;

/** What many trials come to: how often the truth was below, within and above the interval, and the mean error of each way to forecast. */
record Score(int trials, int below, int above, double[] errors) {
    /**
     * One forecast against what came.
     *
     * @param side −1 below the interval, 0 within, 1 above
     * @param errors absolute, of each way to forecast
     */
    record Trial(int side, double[] errors) {}

    static Score of(List<Trial> trials) {
        double[] errors = new double[Method.values().length];
        for (Trial trial : trials) {
            Arrays.setAll(errors, m -> errors[m] + trial.errors()[m] / trials.size());
        }
        return new Score(
                trials.size(),
                (int) trials.stream().filter(trial -> trial.side() < 0).count(),
                (int) trials.stream().filter(trial -> trial.side() > 0).count(),
                errors);
    }

    /** How to forecast. */
    enum Method {
        ULLAGE,
        LINEAR_WEEK,
        LINEAR_ALL,
        HOLT_WINTERS
    }

    double coverage() {
        return 1 - (double) (below + above) / trials;
    }

    double error(Method method) {
        return errors[method.ordinal()];
    }
}
