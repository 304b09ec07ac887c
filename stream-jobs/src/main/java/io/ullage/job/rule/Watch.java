package io.ullage.job.rule;

import io.ullage.schema.catalogue.Catalogue;
import io.ullage.schema.catalogue.Measure;
import io.ullage.schema.catalogue.Subject;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a rule may look at, and the labels by which it can choose among them. The first labels name the entity. */
public enum Watch {
    VOLUME(Subject.VOLUME, 1, "volume", "name", "pool", "host", "machine", "format", "provisioning", "use"),
    POOL(Subject.POOL, 1, "pool", "name", "kind"),
    SNAPSHOT(Subject.SNAPSHOT, 1, "snapshot", "name", "volume", "pool", "host", "kind"),
    AGENT(Subject.AGENT, 1, "agent", "host", "hostname", "role", "machine"),
    /** A snapshot or an overlay, by how it grows. */
    GROWTH(Subject.SNAPSHOT_GROWTH, 1, "snapshot", "name", "volume", "chain", "pool", "kind"),
    /** A pool of a kind that grows its files in steps, by the hour. */
    LUN(Subject.LUN_GROWTH, 1, "pool", "name", "most"),
    /** A pool, its metadata or a tenant, by when it will be full. */
    FORECAST(Subject.FORECAST, 2, "entity", "subject", "name", "pool", "tenant"),
    /** A guest disk or an attached volume without a counterpart. */
    UNMATCHED(Subject.UNMATCHED, 3, "machine", "side", "disk", "reason");

    /** Before the name of a measure of the guest disk that a volume was matched with. */
    static final String GUEST_DISK = "guestDisk.";

    private final Subject subject;
    private final List<String> identity;
    private final List<String> labels;
    private final Map<String, Measure> measures = new LinkedHashMap<>();
    private final Map<String, Integer> places = new HashMap<>();

    Watch(Subject subject, int identity, String... labels) {
        this.subject = subject;
        this.labels = List.of(labels);
        this.identity = this.labels.subList(0, identity);
        Catalogue.of(subject).forEach(measure -> measures.put(measure.name(), measure));
        if (subject == Subject.VOLUME) {
            Catalogue.find(Subject.GUEST_DISK, "discardMaxBytes")
                    .ifPresent(measure -> measures.put(GUEST_DISK + measure.name(), measure));
        }
        measures.keySet().forEach(name -> places.put(name, places.size()));
    }

    /** As a rule writes it: {@code volume}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Subject subject() {
        return subject;
    }

    /** Labels that name one entity; the cause of an alert unless the rule says otherwise. */
    public List<String> identity() {
        return identity;
    }

    public List<String> labels() {
        return labels;
    }

    /** By the name that a rule writes. */
    public Map<String, Measure> measures() {
        return Collections.unmodifiableMap(measures);
    }

    int measureCount() {
        return measures.size();
    }

    Optional<Measure> measure(String name) {
        return Optional.ofNullable(measures.get(name));
    }

    /** Where a sample keeps the measure; absent where the watch does not have it. */
    @Nullable
    Integer place(String name) {
        return places.get(name);
    }

    /** Names of the measures, in the order of the catalogue. */
    List<String> measureNames() {
        return List.copyOf(measures.keySet());
    }

    static Optional<Watch> of(String word) {
        return Arrays.stream(values())
                .filter(watch -> watch.word().equals(word))
                .findFirst();
    }
}
