package io.ullage.service.output;

/** How a listing is printed. */
public enum OutputFormat {
    TABLE,
    JSON,
    CSV
}
