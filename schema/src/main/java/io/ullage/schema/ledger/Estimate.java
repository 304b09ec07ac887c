package io.ullage.schema.ledger;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;

/** A figure with its bounds, in bytes. {@code low <= best <= high}; for {@link Method#EXACT} all three are equal. */
public record Estimate(long lowBytes, long bestBytes, long highBytes, Method method) {
    public Estimate {
        Require.notNegative("lowBytes", lowBytes);
        Require.between("bestBytes", bestBytes, lowBytes, highBytes);
        Require.present("method", method);
        if (method == Method.EXACT && lowBytes != highBytes) {
            throw new InvalidFieldException("method", "must not be EXACT where low and high differ", highBytes);
        }
    }

    public static Estimate exact(long bytes) {
        return new Estimate(bytes, bytes, bytes, Method.EXACT);
    }

    public static Estimate bounded(long lowBytes, long bestBytes, long highBytes) {
        return new Estimate(lowBytes, bestBytes, highBytes, Method.BOUNDED);
    }
}
