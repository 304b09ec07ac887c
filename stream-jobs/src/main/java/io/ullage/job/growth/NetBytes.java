package io.ullage.job.growth;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.Require;
import io.ullage.schema.ledger.Method;

/** A change with its bounds, in bytes; negative where less is there afterwards. {@code low <= best <= high}. */
public record NetBytes(long lowBytes, long bestBytes, long highBytes, Method method) {
    public NetBytes {
        Require.between("bestBytes", bestBytes, lowBytes, highBytes);
        Require.present("method", method);
        if (method == Method.EXACT && lowBytes != highBytes) {
            throw new InvalidFieldException("method", "must not be EXACT where low and high differ", highBytes);
        }
    }

    public static NetBytes exact(long bytes) {
        return new NetBytes(bytes, bytes, bytes, Method.EXACT);
    }

    public static NetBytes bounded(long lowBytes, long bestBytes, long highBytes) {
        return lowBytes == highBytes ? exact(bestBytes) : new NetBytes(lowBytes, bestBytes, highBytes, Method.BOUNDED);
    }
}
