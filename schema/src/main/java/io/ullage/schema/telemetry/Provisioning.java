package io.ullage.schema.telemetry;

/** How a volume takes space from its pool. An explicit kind: a volume that reports nothing is not an empty thin one. */
public enum Provisioning {
    THIN,
    THICK,
    UNKNOWN
}
