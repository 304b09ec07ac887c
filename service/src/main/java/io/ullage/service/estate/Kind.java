package io.ullage.service.estate;

/** How the values of a sort key compare. */
enum Kind {
    TEXT,
    NUMBER
}
