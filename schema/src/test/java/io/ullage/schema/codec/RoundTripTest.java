package io.ullage.schema.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.alert.Alert;
import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the codec writes it reads back equal, in both formats. */
class RoundTripTest {
    private final TelemetryCodec codec = new TelemetryCodec();

    @Property
    void reports(@ForAll("generatedReports") Report report, @ForAll WireFormat format) throws Exception {
        Decoded decoded = codec.decodeReport(codec.encode(report, format));

        assertThat(decoded.report()).isEqualTo(report);
        assertThat(decoded.rejected()).isZero();
    }

    @Property
    void inventories(@ForAll("generatedInventories") Inventory inventory, @ForAll WireFormat format) throws Exception {
        assertThat(codec.decodeInventory(codec.encode(inventory, format))).isEqualTo(inventory);
    }

    @Property
    void sketches(@ForAll("generatedSketches") ContentSketch sketch, @ForAll WireFormat format) throws Exception {
        assertThat(codec.decodeSketch(codec.encode(sketch, format))).isEqualTo(sketch);
    }

    @Property
    void deadLetters(@ForAll("generatedDeadLetters") DeadLetter letter) throws Exception {
        assertThat(codec.decodeDeadLetter(codec.encode(letter))).isEqualTo(letter);
    }

    @Property
    void alerts(@ForAll("generatedAlerts") Alert alert) throws Exception {
        assertThat(codec.decodeAlert(codec.encode(alert))).isEqualTo(alert);
    }

    @Property
    void forecasts(@ForAll("generatedForecasts") Forecast forecast) throws Exception {
        assertThat(codec.decodeForecast(codec.encode(forecast))).isEqualTo(forecast);
    }

    @Provide
    Arbitrary<Forecast> generatedForecasts() {
        return Generated.forecasts();
    }

    @Provide
    Arbitrary<Alert> generatedAlerts() {
        return Generated.alerts();
    }

    @Provide
    Arbitrary<Report> generatedReports() {
        return Generated.reports();
    }

    @Provide
    Arbitrary<Inventory> generatedInventories() {
        return Generated.inventories();
    }

    @Provide
    Arbitrary<ContentSketch> generatedSketches() {
        return Generated.sketches();
    }

    @Provide
    Arbitrary<DeadLetter> generatedDeadLetters() {
        return Generated.deadLetters();
    }
}
