package io.ullage.service.chargeback;

/** How a bill is printed. */
enum BillFormat {
    TABLE,
    CSV,
    JSON,
    /** One file with everything in it, to be mailed or printed. */
    HTML,
    /** The <a href="https://focus.finops.org/">FOCUS</a> dataset Cost and Usage, as CSV. */
    FOCUS
}
