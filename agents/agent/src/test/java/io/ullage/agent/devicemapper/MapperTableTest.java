package io.ullage.agent.devicemapper;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.agent.Samples;
import io.ullage.agent.devicemapper.MapperTable.Piece;
import io.ullage.agent.devicemapper.MapperTable.PoolFill;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapperTableTest {
    @Test
    void readsACapturedTable() throws Exception {
        MapperTable table = MapperTable.parse(
                Samples.lines("linux-lvmthin/dmsetup-table.txt"), Samples.lines("linux-lvmthin/dmsetup-status.txt"));
        assertThat(table.badRows()).isZero();
        assertThat(table.of("vg0-pool0_tdata").get(0).pieces())
                .containsExactly(new Piece("254:64", 133120L * 512, 6291456L * 512, false));
        assertThat(table.pools())
                .containsExactly(Map.entry("vg0-pool0-tpool", new PoolFill(4598L * 65536, 49152L * 65536)));
        assertThat(table.of("vg0-vm1").get(0).pieces()).isEmpty();
        assertThat(table.of("vg0-thicksnap").get(0).pieces()).singleElement().matches(Piece::kept);
        assertThat(table.of("no-such-device")).isEmpty();
    }

    @Test
    void stripesCryptAndCopies() {
        MapperTable table = MapperTable.parse(
                List.of(
                        "s: 0 2000 striped 2 128 8:1 0 8:17 384",
                        "c: 0 100 crypt aes-xts-plain64 0000 0 254:2 4096 1 allow_discards",
                        "m: 0 100 multipath 0 0 1 1 service-time 0 1 2 8:0 1 1",
                        "weird: 0 100 brand-new-target 1 2 3"),
                List.of());
        assertThat(table.of("s").get(0).pieces())
                .containsExactly(
                        new Piece("8:1", 0, 1000 * 512, false), new Piece("8:17", 384 * 512, 1000 * 512, false));
        assertThat(table.of("c").get(0).pieces()).containsExactly(new Piece("254:2", 4096 * 512, 100 * 512, false));
        assertThat(table.of("m").get(0).mirrors()).isTrue();
        assertThat(table.of("weird").get(0).pieces()).isEmpty();
    }

    @Test
    void badLinesAreCounted() {
        MapperTable table = MapperTable.parse(
                List.of("nonsense", "a: 0 ten linear 8:0 0", "b: 0 10 linear 8:0", "No devices found", ""),
                List.of("nonsense"));
        assertThat(table.badRows()).isEqualTo(3);
        assertThat(table.targets()).isEmpty();
    }

    @Test
    void aFailedPoolHasNoFill() {
        List<String> table = List.of("p: 0 6291456 thin-pool 253:0 253:1 128 0 1 skip_block_zeroing");
        assertThat(MapperTable.parse(table, List.of("p: 0 6291456 thin-pool Fail"))
                        .pools())
                .isEmpty();
    }
}
