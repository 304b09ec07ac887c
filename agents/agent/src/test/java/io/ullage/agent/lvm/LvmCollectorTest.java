package io.ullage.agent.lvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ullage.agent.Samples;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LvmCollectorTest {
    private static final String EMPTY_REPORT = "{\"report\": [{}]}";

    @Test
    void aThinPoolHasRoomForDataAndForMetadata() throws Exception {
        PoolReading pool = only(PoolReading.class, "vg0/pool0");
        assertThat(pool.poolKind()).isEqualTo(PoolKind.LVM_THIN);
        assertThat(pool.poolId()).isEqualTo("lvm:lY1hTM-15Eu-SBQ2-VMK8-doyD-7e08-8XfTl3");
        assertThat(pool.capacityBytes()).isEqualTo(3_221_225_472L);
        // 8.70 % in whole chunks of 64 KiB; dmsetup status said 4276 of 49152
        assertThat(pool.usedBytes()).isEqualTo(4276L * 65536);
        assertThat(pool.usedBytes() + pool.freeBytes()).isEqualTo(pool.capacityBytes());
        assertThat(pool.metadataCapacityBytes()).isEqualTo(67_108_864);
        assertThat(pool.metadataUsedBytes()).isEqualTo(Math.round(67_108_864 * 0.1028));
    }

    @Test
    void theGroupIsAPoolToo() throws Exception {
        PoolReading group = only(PoolReading.class, "vg0");
        assertThat(group.poolKind()).isEqualTo(PoolKind.LVM_GROUP);
        assertThat(group.capacityBytes()).isEqualTo(5_364_514_816L);
        assertThat(group.freeBytes()).isEqualTo(1_337_982_976L);
    }

    @Test
    void anEmptyPercentageIsUnknownAndZeroIsZero() throws Exception {
        SnapshotReading inactive = only(SnapshotReading.class, "vm1snap");
        assertThat(inactive.referencedBytes()).isNull();
        assertThat(inactive.exclusiveBytes()).isNull();
        assertThat(inactive.volumeId())
                .isEqualTo(only(VolumeReading.class, "vg0/vm1").volumeId());
        assertThat(only(VolumeReading.class, "vg0/vm2").allocatedBytes()).isZero();
    }

    @Test
    void aThinVolumeMapsWhatLvmSays() throws Exception {
        VolumeReading volume = only(VolumeReading.class, "vg0/vm1");
        assertThat(volume.provisionedBytes()).isEqualTo(10_737_418_240L);
        assertThat(volume.provisioning()).isEqualTo(Provisioning.THIN);
        assertThat(volume.poolId()).isEqualTo("lvm:lY1hTM-15Eu-SBQ2-VMK8-doyD-7e08-8XfTl3");
        assertThat(volume.allocatedBytes()).isCloseTo(280_000_000L, within(600_000L));
        assertThat(volume.allocatedBytes() % 65536).isZero();
        assertThat(volume.allocationUnitBytes()).isEqualTo(65536);
        assertThat(volume.writtenBytes()).isNull();
        assertThat(volume.inUse()).isTrue();
    }

    @Test
    void anOldStyleSnapshotHoldsItsWholeStore() throws Exception {
        SnapshotReading snapshot = only(SnapshotReading.class, "thicksnap");
        assertThat(snapshot.sizeBytes()).isEqualTo(536_870_912);
        assertThat(snapshot.referencedBytes()).isZero();
        assertThat(snapshot.exclusiveBytes()).isEqualTo(134_217_728);
    }

    @Test
    void partsOfPoolsAreNoVolumes() throws Exception {
        assertThat(readings()).hasSize(6);
    }

    @Test
    void aBadRowCostsItselfAlone() throws Exception {
        String lvs = """
                {"report": [{"lv": [
                  {"lv_uuid": "a", "lv_name": "x", "vg_name": "v", "lv_attr": "Vwi-a-t---", "lv_size": "many", "pool_lv": "p"},
                  {"lv_uuid": "b", "lv_name": "y", "vg_name": "v", "lv_attr": "Vwi-a-t---", "lv_size": "10", "pool_lv": "p", "data_percent": "140.5"},
                  {"lv_uuid": "c", "lv_name": "z", "vg_name": "v", "lv_attr": "Vwi-a-t---", "lv_size": "10", "pool_lv": "p", "data_percent": "50.00"},
                  {"lv_name": "w"}]}]}
                """;
        LvmInventory inventory = LvmInventory.parse(List.of(lvs), List.of(EMPTY_REPORT), List.of(EMPTY_REPORT));
        assertThat(LvmCollector.readings(inventory)).hasSize(1);
        assertThat(inventory.problems())
                .containsExactly(
                        "lv x: lv_size: must be a number of bytes, was many",
                        "lv y: data_percent: must be from 0 to 100, was 140.5",
                        "lv w: lv_uuid: must be present, was empty");
    }

    @Test
    void whatIsNoReportIsAnError() {
        assertThatThrownBy(() -> LvmInventory.parse(List.of("oops"), List.of(EMPTY_REPORT), List.of(EMPTY_REPORT)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lvm report: must be JSON");
    }

    @Test
    void noGroupIsNothingToReport() throws Exception {
        assertThat(LvmInventory.parse(List.of(EMPTY_REPORT), List.of(EMPTY_REPORT), List.of(EMPTY_REPORT)))
                .isEqualTo(LvmInventory.EMPTY);
    }

    private static List<Reading> readings() throws IOException {
        return LvmCollector.readings(inventory());
    }

    private static LvmInventory inventory() throws IOException {
        LvmInventory inventory = LvmInventory.parse(
                Samples.lines("linux-lvmthin/lvs1.txt"),
                Samples.lines("linux-lvmthin/vgs.txt"),
                Samples.lines("linux-lvmthin/pvs.txt"));
        assertThat(inventory.problems()).isEmpty();
        return inventory;
    }

    private static <T extends Reading> T only(Class<T> kind, String name) throws IOException {
        return readings().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(reading -> reading.toString().contains("name=" + name + ","))
                .findFirst()
                .orElseThrow();
    }
}
