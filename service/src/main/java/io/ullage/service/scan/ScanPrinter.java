package io.ullage.service.scan;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.ledger.Method;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.VolumeUse;
import io.ullage.service.output.HumanBytes;
import io.ullage.service.output.Listing;
import io.ullage.service.output.OutputOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Prints a scan for people, or as one JSON document. */
final class ScanPrinter {
    private static final int USUAL_COLUMNS = 100;
    private static final int NAME_CELLS = 24;
    private static final int MOST_BAR_CELLS = 64;

    private final Scan scan;
    private final List<ReclaimAction> actions;
    private final OutputOptions output;
    private final PrintWriter out;
    private final Map<String, String> volumeOfDisk = new HashMap<>();
    private final Map<String, String> nameOfVolume = new HashMap<>();
    private final Map<String, ScanListings.PoolSum> poolSums = new HashMap<>();

    ScanPrinter(Scan scan, List<ReclaimAction> actions, OutputOptions output, PrintWriter out) {
        this.scan = scan;
        this.actions = actions;
        this.output = output;
        this.out = out;
        for (ScannedVolume volume : scan.volumes()) {
            nameOfVolume.put(volume.reading().volumeId(), volume.reading().name());
            if (volume.disk() != null) {
                volumeOfDisk.put(volume.disk().name(), volume.reading().volumeId());
            }
            if (volume.reading().use() == VolumeUse.DISK) {
                poolSums.merge(volume.reading().poolId(), sumOf(volume), ScanPrinter::plus);
            }
        }
    }

    private static ScanListings.PoolSum sumOf(ScannedVolume volume) {
        return new ScanListings.PoolSum(
                1, volume.reading().provisionedBytes(), volume.reading().allocatedBytes());
    }

    private static ScanListings.PoolSum plus(ScanListings.PoolSum a, ScanListings.PoolSum b) {
        Long allocated = a.allocatedBytes() == null
                ? b.allocatedBytes()
                : b.allocatedBytes() == null
                        ? a.allocatedBytes()
                        : Long.valueOf(a.allocatedBytes() + b.allocatedBytes());
        return new ScanListings.PoolSum(
                a.volumes() + b.volumes(), a.provisionedBytes() + b.provisionedBytes(), allocated);
    }

    /** One listing in the format that the user chose. */
    void print(ScanList list) {
        switch (list) {
            case VOLUMES -> output.print(ScanListings.VOLUMES, scan.volumes(), out);
            case SNAPSHOTS -> output.print(ScanListings.snapshots(nameOfVolume), scan.snapshots(), out);
            case POOLS -> output.print(ScanListings.pools(poolSums), scan.pools(), out);
            case DISKS -> output.print(ScanListings.disks(volumeOfDisk), scan.disks(), out);
            case ACTIONS -> output.print(ScanListings.ACTIONS, actions, out);
            case UNMATCHED -> output.print(ScanListings.UNMATCHED, scan.unmatched(), out);
            case PROBLEMS -> output.print(ScanListings.PROBLEMS, scan.problems(), out);
        }
    }

    /** Everything as one object: a field for each listing. */
    void printJson() throws IOException {
        try (JsonGenerator json = OutputOptions.json(out)) {
            json.writeStartObject();
            json.writeStringField("hostName", scan.agent().hostName());
            json.writeStringField("hostId", scan.agent().hostId());
            json.writeStringField("time", scan.time().toString());
            json.writeFieldName("volumes");
            ScanListings.VOLUMES.writeJson(json, scan.volumes());
            json.writeFieldName("snapshots");
            ScanListings.snapshots(nameOfVolume).writeJson(json, scan.snapshots());
            json.writeFieldName("pools");
            ScanListings.pools(poolSums).writeJson(json, scan.pools());
            json.writeFieldName("disks");
            ScanListings.disks(volumeOfDisk).writeJson(json, scan.disks());
            json.writeFieldName("actions");
            ScanListings.ACTIONS.writeJson(json, actions);
            json.writeFieldName("unmatched");
            ScanListings.UNMATCHED.writeJson(json, scan.unmatched());
            json.writeFieldName("problems");
            ScanListings.PROBLEMS.writeJson(json, scan.problems());
            json.writeEndObject();
        }
        out.append('\n').flush();
    }

    /** @param mostActions shown; the rest is counted */
    void printForPeople(int mostActions) {
        List<GuestDiskReading> own = scan.disks().stream()
                .filter(disk -> !volumeOfDisk.containsKey(disk.name()))
                .toList();
        if (!own.isEmpty()) {
            title("Disks of this machine, as it sees them");
            output.print(ScanListings.disks(volumeOfDisk), own, out);
        }
        if (!scan.volumes().isEmpty()) {
            title("Volumes");
            print(ScanList.VOLUMES);
            bars();
        }
        if (!scan.snapshots().isEmpty()) {
            title("Snapshots");
            print(ScanList.SNAPSHOTS);
        }
        if (!scan.pools().isEmpty()) {
            title("Pools");
            print(ScanList.POOLS);
        }
        actions(mostActions);
        notes();
        totals();
        out.flush();
    }

    private void title(String text) {
        out.println();
        out.println(output.terminal().colours() ? "\u001b[1m" + text + "\u001b[0m" : text);
    }

    private void bars() {
        int columns = output.terminal().columns() > 0 ? output.terminal().columns() : USUAL_COLUMNS;
        int cells = Math.max(16, Math.min(MOST_BAR_CELLS, columns - NAME_CELLS - 3));
        boolean colours = output.terminal().colours();
        out.println();
        for (ScannedVolume volume : scan.volumes()) {
            if (volume.reading().provisionedBytes() > 0) {
                String name = fitted(Listing.printable(volume.reading().name()));
                out.println(name + " " + LedgerBar.draw(volume, cells, colours));
            }
        }
        out.println(" ".repeat(NAME_CELLS + 1) + LedgerBar.legend(colours));
    }

    private static String fitted(String name) {
        int[] points = name.codePoints().toArray();
        if (points.length > NAME_CELLS) {
            return "…" + new String(points, points.length - NAME_CELLS + 1, NAME_CELLS - 1);
        }
        return name + " ".repeat(NAME_CELLS - points.length);
    }

    private void actions(int most) {
        List<ReclaimAction> promising = actions.stream()
                .filter(action -> action.returned().bestBytes() > 0)
                .toList();
        if (promising.isEmpty()) {
            return;
        }
        title("What would come back");
        for (ReclaimAction action : promising.subList(0, Math.min(most, promising.size()))) {
            out.printf(
                    Locale.ROOT,
                    "%10s  %s: %s (%s)%n",
                    bytes(action.returned().bestBytes()),
                    Listing.printable(action.target()),
                    action.kind().meaning(),
                    sureness(action.returned()));
            out.println(" ".repeat(12) + action.command());
            if (action.condition() != null) {
                out.println(" ".repeat(12) + "first: " + Listing.printable(action.condition()));
            }
        }
        if (promising.size() > most) {
            out.println(" ".repeat(12) + "and " + (promising.size() - most) + " more: --actions " + promising.size());
        }
    }

    private String sureness(Estimate estimate) {
        return estimate.method() == Method.EXACT
                ? "exact"
                : bytes(estimate.lowBytes()) + " to " + bytes(estimate.highBytes());
    }

    private void notes() {
        List<String> lines = new ArrayList<>();
        for (ScannedVolume volume : scan.volumes()) {
            volume.anomalies().forEach(text -> lines.add(volume.reading().name() + ": " + text));
        }
        scan.unmatched().forEach(one -> lines.add(one.side() + " " + one.entityId() + ": " + one.reason()));
        scan.problems().forEach(problem -> lines.add(problem.source() + ": " + problem.message()));
        if (!lines.isEmpty()) {
            title("To look at");
            lines.forEach(line -> out.println("  " + Listing.printable(line)));
        }
    }

    private void totals() {
        List<ScannedVolume> disks = scan.volumes().stream()
                .filter(volume -> volume.reading().use() == VolumeUse.DISK)
                .toList();
        if (disks.isEmpty()) {
            return;
        }
        long provisioned = disks.stream()
                .mapToLong(volume -> volume.reading().provisionedBytes())
                .sum();
        long allocated = scan.volumes().stream()
                .map(volume -> volume.reading().allocatedBytes())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        List<ScannedVolume> seen =
                disks.stream().filter(volume -> volume.guestLiveBytes() != null).toList();
        long live = seen.stream().mapToLong(ScannedVolume::guestLiveBytes).sum();
        long seenProvisioned = seen.stream()
                .mapToLong(volume -> volume.reading().provisionedBytes())
                .sum();
        long returned = actions.stream()
                .mapToLong(action -> action.returned().bestBytes())
                .sum();
        out.println();
        out.print(disks.size() + (disks.size() == 1 ? " volume: " : " volumes: ") + bytes(provisioned)
                + " provisioned, " + bytes(allocated) + " allocated, ");
        if (seenProvisioned > 0) {
            out.print(bytes(live) + " live (" + Listing.percent((double) live / seenProvisioned)
                    + (seen.size() < disks.size() ? " of the " + seen.size() + " that can be looked into" : "")
                    + "), ");
        }
        out.println(bytes(returned) + " would come back");
        long stranded = disks.stream()
                .mapToLong(volume -> volume.bestBytes(LedgerClass.STRANDED))
                .sum();
        if (stranded > 0) {
            out.println(bytes(stranded) + " more are stranded: " + LedgerClass.STRANDED.action() + " to free them");
        }
    }

    private String bytes(long bytes) {
        return output.exactBytes() ? Long.toString(bytes) : HumanBytes.text(bytes);
    }
}
