package io.ullage.service.scan;

import static io.ullage.service.scan.Readings.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.Reading;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReclaimAdviceTest {
    @Test
    void everyClassHasItsCommandBestFirst() {
        List<ReclaimAction> actions = advice(
                Readings.volume("/srv/a.raw", "raw", null, Readings.ledger(100, 30, 10, 5, 20, 15)),
                Readings.volume("/srv/b.qcow2", "qcow2", null, Readings.ledger(100, 30, 0, 5, 3, 0)),
                Readings.snapshot("/srv/b.qcow2", "before update", 12 * MIB),
                Readings.snapshot("/srv/b.qcow2", "fresh", 0L),
                Readings.snapshot("/srv/b.qcow2", "unknown", null));
        assertThat(actions)
                .extracting(ReclaimAction::command)
                .containsExactly(
                        "fallocate --dig-holes /srv/a.raw",
                        "qemu-img convert -f raw -O raw /srv/a.raw /srv/a.raw.thin && mv /srv/a.raw.thin /srv/a.raw",
                        "qemu-img snapshot -d 'before update' /srv/b.qcow2",
                        "virt-sparsify --in-place /srv/a.raw",
                        "qemu-img convert -f qcow2 -O qcow2 /srv/b.qcow2 /srv/b.qcow2.thin"
                                + " && mv /srv/b.qcow2.thin /srv/b.qcow2");
        assertThat(actions)
                .extracting(action -> action.returned().bestBytes() / MIB)
                .containsExactly(20L, 15L, 12L, 10L, 3L);
        assertThat(actions.get(2).returned()).isEqualTo(Estimate.exact(12 * MIB));
    }

    @Test
    void mountedHereIsTrimmedHere() {
        List<ReclaimAction> actions = advice(
                Readings.volume("/srv/a.raw", "raw", null, Readings.ledger(100, 40, 30, 0, 0, 0)),
                Readings.disk("loop0", 100 * MIB, null, "/srv/a.raw", 40 * MIB, 1 << 30),
                Readings.mounted("/mnt/with space", "loop0"));
        assertThat(actions).singleElement().satisfies(action -> {
            assertThat(action.kind()).isEqualTo(ReclaimAction.Kind.TRIM);
            assertThat(action.command()).isEqualTo("fstrim -v '/mnt/with space'");
            assertThat(action.condition()).isNull();
        });
    }

    @Test
    void diskThatTakesNoDiscardIsSaid() {
        List<ReclaimAction> actions = advice(
                Readings.volume("/srv/a.raw", "raw", null, Readings.ledger(100, 40, 30, 0, 0, 0)),
                Readings.disk("loop0", 100 * MIB, null, "/srv/a.raw", 40 * MIB, 0),
                Readings.mounted("/mnt", "loop0"));
        assertThat(actions.get(0).condition()).contains("discard=unmap");
    }

    @Test
    void usedByAnotherMachineIsTrimmedInThere() {
        List<ReclaimAction> actions = advice(Readings.volume(
                "/srv/a.raw",
                "raw",
                new Attachment("machine-2", null, null, null),
                Readings.ledger(100, 40, 30, 0, 0, 0)));
        assertThat(actions.get(0).command()).isEqualTo("fstrim -av");
        assertThat(actions.get(0).condition()).contains("inside machine machine-2");
    }

    @Test
    void overlayStaysAnOverlay() {
        LedgerBytes ledger = Readings.ledger(100, 40, 0, 0, 20, 0);
        List<ReclaimAction> actions = advice(
                Readings.volume("/srv/base.raw", "raw", null, Readings.ledger(100, 40, 0, 0, 0, 0)),
                Readings.volume("/srv/top.qcow2", "qcow2", null, ledger, 100 * MIB, "host-1:/srv/base.raw", false));
        assertThat(actions.get(0).command()).contains(" -B /srv/base.raw -F raw ");
    }

    /** No byte is promised twice: what the actions on a volume promise is what its ledger holds of their classes. */
    @Property
    void promisesAreDisjoint(
            @ForAll @IntRange(max = 20) int live,
            @ForAll @IntRange(max = 20) int dead,
            @ForAll @IntRange(max = 20) int stranded,
            @ForAll @IntRange(max = 20) int zeroed,
            @ForAll @IntRange(max = 20) int reserved) {
        LedgerBytes ledger = Readings.ledger(100, live, dead, stranded, zeroed, reserved);
        List<ReclaimAction> actions = advice(Readings.volume("/srv/a.raw", "raw", null, ledger));
        assertThat(actions.stream()
                        .mapToLong(action -> action.returned().bestBytes())
                        .sum())
                .isEqualTo(
                        ledger.of(LedgerClass.DEAD) + ledger.of(LedgerClass.ZEROED) + ledger.of(LedgerClass.RESERVED));
    }

    private static List<ReclaimAction> advice(Reading... readings) {
        return ReclaimAdvice.of(ScanAssembler.assemble(Readings.collected(readings)));
    }
}
