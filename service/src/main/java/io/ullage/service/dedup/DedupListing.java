package io.ullage.service.dedup;

import io.ullage.job.dedup.Footprint;
import io.ullage.schema.ledger.Estimate;
import io.ullage.service.output.Column;
import io.ullage.service.output.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of domains, of volumes and of a set. */
final class DedupListing {
    private DedupListing() {}

    static Listing<Map<String, Object>> domains() {
        List<Column<Map<String, Object>>> columns = new ArrayList<>();
        columns.add(text("domainId").titled("DOMAIN"));
        columns.add(count("k").notTabled());
        columns.add(bytes("chunkBytes").notTabled());
        columns.add(text("method").tabledWhereItFits());
        columns.add(time("time").notTabled());
        columns.add(count("volumes"));
        columns.add(count("volumesWithoutSketch").titled("NO SKETCH"));
        columns.add(ratio("sketchedRatio").titled("SKETCHED"));
        columns.add(bytes("scannedBytes").notTabled());
        columns.add(bytes("zeroBytes").tabledWhereItFits());
        columns.add(bytes("dataBytes"));
        footprint(columns, "stored");
        columns.add(times("dedupRatio").titled("RATIO"));
        columns.add(times("dedupLowRatio").titled("LOW").tabledWhereItFits());
        columns.add(times("dedupHighRatio").titled("HIGH").tabledWhereItFits());
        columns.add(times("reportedDedupRatio").titled("POOL SAYS").tabledWhereItFits());
        columns.add(times("dedupDifferenceRatio").titled("DIFFERENCE").tabledWhereItFits());
        return new Listing<>(columns);
    }

    static Listing<Map<String, Object>> volumes() {
        List<Column<Map<String, Object>>> columns = new ArrayList<>();
        columns.add(text("volumeId").titled("VOLUME"));
        columns.add(text("name").tabledWhereItFits());
        columns.add(text("domainId").titled("DOMAIN").tabledWhereItFits());
        columns.add(text("poolId").notTabled());
        columns.add(count("k").notTabled());
        columns.add(bytes("chunkBytes").notTabled());
        columns.add(text("method").notTabled());
        columns.add(time("epoch").titled("READ").tabledWhereItFits());
        columns.add(bytes("allocatedBytes").tabledWhereItFits());
        columns.add(bytes("scannedBytes").notTabled());
        columns.add(bytes("zeroBytes").tabledWhereItFits());
        columns.add(bytes("dataBytes"));
        footprint(columns, "unique");
        footprint(columns, "attributed");
        footprint(columns, "shared");
        return new Listing<>(columns);
    }

    static Listing<SetAnswer> set() {
        List<Column<SetAnswer>> columns = new ArrayList<>();
        columns.add(Column.count("volumes", answer -> (long) answer.members().size()));
        columns.add(Column.texts(
                "volumesWithoutSketch",
                answer -> answer.unknown().stream().map(Member::volumeId).toList()));
        columns.add(Column.ratio("sketchedRatio", SetAnswer::sketchedRatio));
        columns.add(Column.texts("domains", SetAnswer::domains));
        columns.add(Column.text(
                "method", answer -> answer.reclaimable().logical().method().name()));
        columns.add(Column.bytes("scannedBytes", answer -> answer.totals().scannedBytes()));
        columns.add(Column.bytes("zeroBytes", answer -> answer.totals().zeroBytes()));
        columns.add(Column.bytes("dataBytes", answer -> answer.totals().dataBytes()));
        footprint(columns, "stored", SetAnswer::stored);
        footprint(columns, "reclaimable", SetAnswer::reclaimable);
        columns.add(Column.bytes("uniqueSumBytes", SetAnswer::uniqueBytes));
        return new Listing<>(columns);
    }

    private static void footprint(List<Column<Map<String, Object>>> columns, String name) {
        columns.add(bytes(name + "Bytes"));
        columns.add(bytes(name + "LowBytes").titled("LOW").tabledWhereItFits());
        columns.add(bytes(name + "HighBytes").titled("HIGH").tabledWhereItFits());
        columns.add(bytes(name + "CompressedBytes").notTabled());
        columns.add(bytes(name + "CompressedLowBytes").notTabled());
        columns.add(bytes(name + "CompressedHighBytes").notTabled());
    }

    private static void footprint(
            List<Column<SetAnswer>> columns, String name, Function<SetAnswer, Footprint> footprint) {
        estimate(columns, name, answer -> footprint.apply(answer).logical());
        estimate(columns, name + "Compressed", answer -> footprint.apply(answer).compressed());
    }

    private static void estimate(
            List<Column<SetAnswer>> columns, String name, Function<SetAnswer, @Nullable Estimate> estimate) {
        columns.add(Column.bytes(name + "Bytes", answer -> figure(estimate.apply(answer), Estimate::bestBytes)));
        columns.add(Column.bytes(name + "LowBytes", answer -> figure(estimate.apply(answer), Estimate::lowBytes)));
        columns.add(Column.bytes(name + "HighBytes", answer -> figure(estimate.apply(answer), Estimate::highBytes)));
    }

    private static @Nullable Long figure(@Nullable Estimate estimate, Function<Estimate, Long> which) {
        return estimate == null ? null : which.apply(estimate);
    }

    private static Column<Map<String, Object>> text(String name) {
        return Column.text(name, row -> (String) row.get(name));
    }

    private static Column<Map<String, Object>> bytes(String name) {
        return Column.bytes(name, row -> (Long) row.get(name));
    }

    private static Column<Map<String, Object>> count(String name) {
        return Column.count(name, row -> (Long) row.get(name));
    }

    private static Column<Map<String, Object>> ratio(String name) {
        return Column.ratio(name, row -> (Double) row.get(name));
    }

    private static Column<Map<String, Object>> times(String name) {
        return Column.times(name, row -> (Double) row.get(name));
    }

    private static Column<Map<String, Object>> time(String name) {
        return Column.time(name, row -> (Instant) row.get(name));
    }
}
