package io.ullage.bench.dedup;

import io.ullage.schema.ledger.Estimate;

/** Errors of one figure over many samples, in parts of the truth; where the truth is nothing, only the interval is judged. */
final class Score {
    private long trials;
    private long judged;
    private long above;
    private long below;
    private double errors;
    private double squares;
    private double plainSquares;
    private double widths;
    private double samples;

    /** @param expected chunks in the sample that count for the figure */
    void add(Estimate estimate, double truth, double plain, double expected) {
        trials++;
        if (truth > estimate.highBytes() + 1) {
            above++;
        }
        if (truth < estimate.lowBytes() - 1) {
            below++;
        }
        if (truth > 0) {
            double error = estimate.bestBytes() / truth - 1;
            double plainError = plain / truth - 1;
            judged++;
            samples += expected;
            errors += error;
            squares += error * error;
            plainSquares += plainError * plainError;
            widths += (estimate.highBytes() - estimate.lowBytes()) / truth;
        }
    }

    /** Whether there is a truth to be in error of. */
    boolean judged() {
        return judged > 0;
    }

    /** Chunks in the sample that count for the figure. */
    double meanSamples() {
        return samples / judged;
    }

    double meanError() {
        return errors / judged;
    }

    double rmsError() {
        return Math.sqrt(squares / judged);
    }

    double plainRmsError() {
        return Math.sqrt(plainSquares / judged);
    }

    double meanWidth() {
        return widths / judged;
    }

    double coverage() {
        return 1 - (double) (above + below) / trials;
    }

    /** In how many samples the truth was above the high bound. */
    double above() {
        return (double) above / trials;
    }

    double below() {
        return (double) below / trials;
    }
}
