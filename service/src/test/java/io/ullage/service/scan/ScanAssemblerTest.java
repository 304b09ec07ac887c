package io.ullage.service.scan;

import static io.ullage.service.scan.Readings.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.collect.CollectorResult;
import io.ullage.agent.collect.Outcome;
import io.ullage.job.match.MatchRule;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.ledger.Method;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.VolumeReading;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ScanAssemblerTest {
    private static final LedgerBytes LEDGER = Readings.ledger(100, 40, 30, 5, 5, 0);

    @Test
    void loopDeviceMeetsTheImageBehindIt() {
        Scan scan = ScanAssembler.assemble(Readings.collected(
                Readings.volume("/srv/a.raw", "raw", null, LEDGER),
                Readings.volume("/srv/b.raw", "raw", null, LEDGER),
                Readings.disk("loop0", 100 * MIB, null, "/srv/a.raw", 40 * MIB, 1 << 30),
                Readings.mounted("/mnt/a", "loop0")));
        ScannedVolume a = scan.volumes().get(0);
        assertThat(a.matchedBy()).isEqualTo(MatchRule.SAME_FILE);
        assertThat(a.disk().name()).isEqualTo("loop0");
        assertThat(a.mountPoints()).containsExactly("/mnt/a");
        assertThat(a.ledger()).isEqualTo(Ledger.exact(LEDGER));
        assertThat(scan.volumes().get(1).disk()).as("a size is not a name").isNull();
        assertThat(scan.unmatched()).isEmpty();
    }

    @Test
    void imageThatMerelyLiesHereIsNoDiskOfThisMachine() {
        Scan scan = ScanAssembler.assemble(Readings.collected(
                Readings.volume("/srv/a.raw", "raw", null, LEDGER),
                Readings.disk("vda", 100 * MIB, "S1", null, 40 * MIB, 0)));
        assertThat(scan.volumes().get(0).disk()).isNull();
    }

    @Test
    void volumeGivenToThisMachineMeetsItsDisk() {
        Attachment here = new Attachment(Readings.MACHINE.toUpperCase(Locale.ROOT), "S1", null, null);
        VolumeReading volume = Readings.volume("/srv/a.raw", "raw", here, null, 100 * MIB, null, true);
        Scan scan = ScanAssembler.assemble(Readings.collected(
                volume,
                Readings.disk("vda", 100 * MIB, "S1", null, 40 * MIB, 0),
                Readings.disk("vdb", 100 * MIB, "S2", null, 40 * MIB, 0)));
        ScannedVolume joined = scan.volumes().get(0);
        assertThat(joined.matchedBy()).isEqualTo(MatchRule.SERIAL);
        assertThat(joined.guestLiveBytes()).isEqualTo(40 * MIB);
        assertThat(joined.utilisationRatio()).isEqualTo(0.4);
        assertThat(joined.ledger().method()).isEqualTo(Method.BOUNDED);
        assertThat(scan.unmatched()).singleElement().satisfies(one -> {
            assertThat(one.side()).isEqualTo("disk");
            assertThat(one.entityId()).isEqualTo("vdb");
        });
    }

    @Test
    void withoutGuestNothingIsPromised() {
        Attachment elsewhere = new Attachment("another-machine", "S1", null, null);
        Scan scan = ScanAssembler.assemble(
                Readings.collected(Readings.volume("/srv/a.vmdk", "vmdk", elsewhere, null, 100 * MIB, null, true)));
        assertThat(scan.volumes().get(0).guestLiveBytes()).isNull();
        assertThat(scan.volumes().get(0).utilisationRatio()).isNull();
        assertThat(scan.volumes().get(0).ledger().dead().bestBytes()).isZero();
    }

    @Test
    void whatFailedIsAProblemAndWhatIsNotThereIsNone() {
        List<CollectorResult> results = List.of(
                new CollectorResult("lvm", new Outcome.Nothing("no lvs"), Duration.ZERO, false),
                new CollectorResult(
                        "images", new Outcome.Readings(List.of(), List.of("x.qcow2: bad")), Duration.ZERO, false),
                new CollectorResult("sysfs", new Outcome.Failed("no /sys"), Duration.ZERO, false));
        Scan scan = ScanAssembler.assemble(Readings.collected(List.of(), results));
        assertThat(scan.isEmpty()).isTrue();
        assertThat(scan.problems())
                .containsExactly(new Scan.Problem("images", "x.qcow2: bad"), new Scan.Problem("sysfs", "no /sys"));
        assertThat(scan.problemsWithImages()).containsExactly(new Scan.Problem("images", "x.qcow2: bad"));
    }
}
