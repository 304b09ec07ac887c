package io.ullage.schema.catalogue;

/** In what a measure counts. */
public enum Unit {
    BYTES("By", "bytes"),
    /** A fraction in 0..1; more than 1 where a promise exceeds what is there. */
    RATIO("1", "percentunit"),
    SECONDS("s", "s"),
    BYTES_PER_SECOND("By/s", "binBps"),
    /** A number of things; may be added up. */
    COUNT("{count}", "short");

    private final String ucum;
    private final String grafana;

    Unit(String ucum, String grafana) {
        this.ucum = ucum;
        this.grafana = grafana;
    }

    /** Unit code as OpenTelemetry writes it. */
    public String ucum() {
        return ucum;
    }

    /** Unit id of a Grafana panel that shows it. */
    public String grafana() {
        return grafana;
    }
}
