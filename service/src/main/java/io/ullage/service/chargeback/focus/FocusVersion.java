package io.ullage.service.chargeback.focus;

import java.util.Arrays;
import java.util.Optional;

/** A version of the specification that can be written. */
public enum FocusVersion {
    V1_3("1.3"),
    V1_4("1.4");

    private final String number;

    FocusVersion(String number) {
        this.number = number;
    }

    public static Optional<FocusVersion> of(String number) {
        return Arrays.stream(values())
                .filter(version -> version.number.equals(number))
                .findFirst();
    }

    @Override
    public String toString() {
        return number;
    }
}
