package io.ullage.schema.alert;

/** Whether an alert stands. */
public enum AlertState {
    FIRING,
    RESOLVED
}
