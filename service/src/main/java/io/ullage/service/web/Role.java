package io.ullage.service.web;

/** What somebody may do. */
public enum Role {
    /** Read. */
    VIEWER,
    /** Read, and say what becomes of a recommendation. */
    OPERATOR
}
