package io.ullage.service.chargeback;

import io.ullage.service.output.Column;
import io.ullage.service.output.Listing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bills as listings: one set of names in every format. */
final class BillListing {
    private BillListing() {}

    static Listing<BillRow> of(By by) {
        List<Column<BillRow>> columns = new ArrayList<>(keys(by));
        columns.addAll(List.of(
                Column.count("volumes", BillRow::volumes),
                Column.bytes("provisionedBytes", BillRow::provisionedBytes),
                Column.bytes("allocatedBytes", BillRow::allocatedBytes),
                Column.bytes("liveBytes", BillRow::liveBytes),
                Column.bytes("snapshotBytes", BillRow::snapshotBytes).tabledWhereItFits(),
                Column.<BillRow>bytes("dedupAttributedBytes", BillRow::dedupAttributedBytes)
                        .titled("DEDUP SHARE")
                        .tabledWhereItFits(),
                Column.bytes("airBytes", BillRow::airBytes),
                Column.<BillRow>ratio("airRatio", BillListing::airRatio).titled("AIR %"),
                Column.<BillRow>bytes("ullageBytes", BillRow::ullageBytes).notTabled(),
                Column.<BillRow>bytes("reservedBytes", BillRow::reservedBytes).notTabled(),
                Column.<BillRow>bytes("zeroedBytes", BillRow::zeroedBytes).notTabled(),
                Column.<BillRow>bytes("deadBytes", BillRow::deadBytes).notTabled(),
                Column.<BillRow>bytes("strandedBytes", BillRow::strandedBytes).notTabled(),
                Column.<BillRow>money("listCost", BillRow::list).titled("LIST").tabledWhereItFits(),
                Column.money("discount", BillRow::discount).tabledWhereItFits(),
                Column.<BillRow>money("sharedCost", BillRow::shared)
                        .titled("SHARED")
                        .tabledWhereItFits(),
                Column.money("cost", BillRow::cost),
                Column.<BillRow>money("airCost", BillRow::airCost).titled("FOR AIR"),
                Column.<BillRow>text("currency", BillRow::currency).titled(""),
                Column.<BillRow>times("unmeteredHours", BillRow::unmeteredHours)
                        .titled("UNMETERED H")
                        .tabledWhereItFits(),
                Column.<BillRow>times("unknownHours", BillRow::unknownHours).notTabled()));
        return new Listing<>(columns);
    }

    private static List<Column<BillRow>> keys(By by) {
        Column<BillRow> standing = Column.<BillRow>text(
                        "standing",
                        row -> row.standing() == null ? null : row.standing().name())
                .notTabled();
        Column<BillRow> tenant = Column.text("tenant", BillRow::tenant);
        Column<BillRow> costCentre = Column.text("costCentre", BillRow::costCentre);
        return switch (by) {
            case TENANT -> List.of(label("TENANT"), standing, tenant.notTabled());
            case COST_CENTRE -> List.of(label("COST CENTRE"), standing, costCentre.notTabled());
            case VM ->
                List.of(
                        label("MACHINE"),
                        Column.<BillRow>text("machineId", BillRow::machineId).notTabled(),
                        Column.<BillRow>text("machineName", BillRow::machineName)
                                .notTabled(),
                        standing,
                        tenant,
                        costCentre);
            case POOL ->
                List.of(
                        label("POOL"),
                        Column.<BillRow>text("poolId", BillRow::poolId).notTabled());
        };
    }

    private static Column<BillRow> label(String title) {
        return Column.<BillRow>text("label", row -> row.label()).titled(title);
    }

    static @Nullable Double airRatio(BillRow row) {
        return row.provisionedBytes() == 0 ? null : (double) row.airBytes() / row.provisionedBytes();
    }
}
