package io.ullage.job.rule;

import io.ullage.job.rule.Standing.Told;
import io.ullage.schema.alert.AlertEnd;
import io.ullage.schema.alert.AlertValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the rules make of one entity, sample by sample. A sample of an interval before the latest one, and one that is known already,
 * changes nothing; a higher revision of the latest interval takes the place of what it replaces.
 */
public final class RuleEvaluator {
    /** A firing's value is told again so often, by the times of samples. */
    static final Duration RETELL = Duration.ofHours(1);

    /** An entity that nothing is heard of is forgotten after so long, at least. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final RuleSet rules;
    private final Map<Watch, List<Rule>> byWatch = new EnumMap<>(Watch.class);
    private final Map<Watch, Uses> uses = new EnumMap<>(Watch.class);

    public RuleEvaluator(RuleSet rules) {
        this.rules = rules;
        for (Watch watch : Watch.values()) {
            byWatch.put(watch, rules.of(watch));
            uses.put(watch, Uses.of(rules.of(watch)));
        }
    }

    /** @param state absent where nothing stands that could matter later */
    public record Outcome(@Nullable EntityState state, List<MemberChange> changes) {}

    public RuleSet rules() {
        return rules;
    }

    /** @param nowMillis the clock's time, from which silence is counted */
    public Outcome take(@Nullable EntityState state, Sample sample, long nowMillis) {
        if (state != null && !newer(state, sample)) {
            return new Outcome(state, List.of());
        }
        boolean rewritten = state != null && state.timeMillis() == sample.timeMillis();
        List<Rule> watching = rules(sample.watch()).stream()
                .filter(rule -> rule.watches(sample))
                .toList();
        if (state == null && watching.isEmpty()) {
            return new Outcome(null, List.of());
        }
        EntityState seen = new EntityState(
                sample.watch(),
                sample.entityId(),
                sample.timeMillis(),
                sample.revision(),
                sample.reported(),
                nowMillis,
                sample.labels(),
                measures(sample),
                Map.of(),
                series(state, sample));
        Map<String, Standing> before = new TreeMap<>(state == null ? Map.of() : state.standings());
        Map<String, Standing> after = new HashMap<>();
        List<MemberChange> changes = new ArrayList<>();
        KnownOf known = new KnownOf(seen);
        for (Rule rule : watching) {
            Standing standing = before.remove(rule.name());
            Moment base = standing == null ? Moment.NOTHING : rewritten ? standing.before() : standing.now();
            Moment now = base.step(
                    rule, sample.timeMillis(), rule.fires(known, seen.reported()), rule.clears(known, seen.reported()));
            Told told = tell(rule, standing == null ? null : standing.told(), now, seen, known, changes);
            Standing next = new Standing(rule.version(), base, now, told);
            if (!next.forgettable()) {
                after.put(rule.name(), next);
            }
        }
        // A rule that is not there any more, or that does not choose this entity any more.
        before.forEach((name, standing) -> {
            AlertEnd end = rules.rules().containsKey(name) ? AlertEnd.GONE : AlertEnd.RULE_REMOVED;
            end(name, standing.told(), seen, end, changes);
        });
        return new Outcome(seen.with(after), changes);
    }

    private static boolean newer(EntityState state, Sample sample) {
        return sample.timeMillis() > state.timeMillis()
                || sample.timeMillis() == state.timeMillis() && sample.revision() > state.revision();
    }

    /** The rules have changed: what stands is looked at again with the latest sample. */
    public Outcome reconsider(EntityState state) {
        Map<String, Standing> before = new TreeMap<>(state.standings());
        Map<String, Standing> after = new HashMap<>();
        List<MemberChange> changes = new ArrayList<>();
        KnownOf known = new KnownOf(state);
        for (Rule rule : rules(state.watch())) {
            if (!rule.select().matches(state.labels())) {
                continue;
            }
            Standing standing = before.remove(rule.name());
            Standing next = reconsider(rule, standing, state, known, changes);
            if (!next.forgettable()) {
                after.put(rule.name(), next);
            }
        }
        before.forEach((name, standing) -> {
            AlertEnd end = rules.rules().containsKey(name) ? AlertEnd.RULE_CHANGED : AlertEnd.RULE_REMOVED;
            end(name, standing.told(), state, end, changes);
        });
        return new Outcome(state.with(after), changes);
    }

    private Standing reconsider(
            Rule rule, @Nullable Standing standing, EntityState state, KnownOf known, List<MemberChange> changes) {
        Truth fires = rule.fires(known, state.reported());
        Moment before = standing == null ? Moment.NOTHING : standing.before();
        Moment now;
        if (standing == null) {
            now = before.step(rule, state.timeMillis(), fires, Truth.UNKNOWN);
        } else if (standing.version().equals(rule.version())) {
            now = standing.now();
        } else {
            now = changed(rule, standing.now(), state, fires, rule.clears(known, state.reported()));
        }
        Told told = tell(rule, standing == null ? null : standing.told(), now, state, known, changes);
        return new Standing(rule.version(), before, now, told);
    }

    /** Where the changed rule stands with what the rule that it was has found. */
    private static Moment changed(Rule rule, Moment now, EntityState state, Truth fires, Truth clears) {
        if (now.firingMillis() == null) {
            return now.step(rule, state.timeMillis(), fires, clears);
        }
        Long since = now.activeMillis();
        boolean tooShort =
                since != null && state.timeMillis() - since < rule.holdFor().toMillis();
        if (clears == Truth.TRUE || fires == Truth.TRUE && tooShort) {
            Moment ended = now.ended(state.timeMillis(), AlertEnd.RULE_CHANGED);
            return fires == Truth.TRUE && since != null
                    ? new Moment(
                            ended.seenMillis(),
                            ended.knownMillis(),
                            since,
                            null,
                            null,
                            ended.endedStartMillis(),
                            ended.endedMillis(),
                            ended.end())
                    : ended;
        }
        return now;
    }

    /** By the clock: what was not heard for longer than its rule waits is gone. */
    public Outcome expire(EntityState state, long nowMillis) {
        Map<String, Standing> after = new HashMap<>();
        List<MemberChange> changes = new ArrayList<>();
        long silence = nowMillis - state.heardMillis();
        new TreeMap<>(state.standings()).forEach((name, standing) -> {
            Rule rule = rules.rules().get(name);
            if (rule == null || silence < rule.staleAfter().toMillis()) {
                after.put(name, standing);
                return;
            }
            Moment now = standing.now().stale(rule);
            if (standing.told() != null) {
                Long at = now.endedMillis();
                AlertEnd end = now.end() == null ? AlertEnd.GONE : now.end();
                changes.add(ended(name, standing.told(), state, at == null ? state.timeMillis() : at, end, null));
            }
            // A row of the same interval may still come, and start again from where it stood before.
            Standing left = new Standing(standing.version(), Moment.NOTHING, now, null);
            if (!left.forgettable()) {
                after.put(name, left);
            }
        });
        boolean forgotten = after.isEmpty() && silence >= remembered().toMillis();
        return new Outcome(forgotten ? null : state.with(after), changes);
    }

    /** When {@link #expire} has something to do next, by the clock. */
    public long dueMillis(EntityState state) {
        long due = state.heardMillis() + remembered().toMillis();
        for (String name : state.standings().keySet()) {
            Rule rule = rules.rules().get(name);
            if (rule != null) {
                due = Math.min(due, state.heardMillis() + rule.staleAfter().toMillis());
            }
        }
        return due;
    }

    private Duration remembered() {
        Duration longest = rules.longestStaleAfter();
        return longest.compareTo(REMEMBERED) > 0 ? longest : REMEMBERED;
    }

    private @Nullable Told tell(
            Rule rule, @Nullable Told told, Moment now, EntityState state, KnownOf known, List<MemberChange> changes) {
        Long firing = now.firingMillis();
        if (firing == null && told == null) {
            return null;
        }
        Map<String, String> cause = cause(rule, state.labels());
        String fingerprint = Fingerprint.of(rule.name(), cause);
        Told standing = told;
        if (told != null
                && (firing == null || firing != told.startsMillis() || !fingerprint.equals(told.fingerprint()))) {
            changes.add(took(rule.name(), told, now, state, value(rule, known)));
            standing = null;
        }
        if (firing == null) {
            return null;
        }
        Map<String, String> labels = standing != null && !renamed(rule, standing)
                ? standing.labels()
                : labels(rule, cause, standing == null ? state.labels() : standing.entityLabels());
        String silencedBy = rules.silencedBy(labels, state.timeMillis());
        Told next = new Told(
                fingerprint,
                firing,
                state.timeMillis(),
                rule.severity(),
                labels,
                standing == null ? state.labels() : standing.entityLabels(),
                rule.annotations(),
                silencedBy);
        AlertValue value = value(rule, known);
        if (standing != null && !worthTelling(standing, next, value != null)) {
            return standing;
        }
        Condition.Comparison first = rule.when().first();
        changes.add(new MemberChange(
                fingerprint,
                rule.name(),
                rule.severity(),
                rule.watch(),
                state.entityId(),
                firing,
                null,
                null,
                state.timeMillis(),
                labels,
                next.entityLabels(),
                rule.annotations(),
                value,
                first != null && first.operator().lessIsWorse(),
                silencedBy));
        return next;
    }

    private static boolean renamed(Rule rule, Told told) {
        return rule.severity() != told.severity()
                || !told.labels().entrySet().containsAll(rule.labels().entrySet());
    }

    private static boolean worthTelling(Told before, Told next, boolean valued) {
        return valued && next.atMillis() - before.atMillis() >= RETELL.toMillis()
                || before.severity() != next.severity()
                || !before.labels().equals(next.labels())
                || !before.annotations().equals(next.annotations())
                || !String.valueOf(before.silencedBy()).equals(String.valueOf(next.silencedBy()));
    }

    /** Why and when a firing that was told is over. */
    private static MemberChange took(
            String rule, Told told, Moment now, EntityState state, @Nullable AlertValue value) {
        Long endedStart = now.endedStartMillis();
        Long ended = now.endedMillis();
        AlertEnd end = now.end();
        if (endedStart != null && endedStart == told.startsMillis() && ended != null && end != null) {
            return ended(rule, told, state, ended, end, end == AlertEnd.CLEARED ? value : null);
        }
        boolean otherCause = now.firingMillis() != null && now.firingMillis() == told.startsMillis();
        AlertEnd why = otherCause ? AlertEnd.RULE_CHANGED : AlertEnd.REVISED;
        return ended(rule, told, state, state.timeMillis(), why, value);
    }

    private static void end(
            String rule, @Nullable Told told, EntityState state, AlertEnd end, List<MemberChange> changes) {
        if (told != null) {
            changes.add(ended(rule, told, state, state.timeMillis(), end, null));
        }
    }

    private static MemberChange ended(
            String rule, Told told, EntityState state, long atMillis, AlertEnd end, @Nullable AlertValue value) {
        return new MemberChange(
                told.fingerprint(),
                rule,
                told.severity(),
                state.watch(),
                state.entityId(),
                told.startsMillis(),
                atMillis,
                end,
                Math.max(atMillis, state.timeMillis()),
                told.labels(),
                told.entityLabels(),
                told.annotations(),
                value,
                false,
                told.silencedBy());
    }

    private static Map<String, String> cause(Rule rule, Map<String, String> entityLabels) {
        Map<String, String> cause = new TreeMap<>();
        for (String label : rule.cause()) {
            cause.put(label, entityLabels.getOrDefault(label, ""));
        }
        return cause;
    }

    /** An alert about one entity has all its labels; one about many has only those that they share. */
    private static Map<String, String> labels(Rule rule, Map<String, String> cause, Map<String, String> entityLabels) {
        Map<String, String> labels =
                new TreeMap<>(rule.cause().equals(rule.watch().identity()) ? entityLabels : cause);
        labels.putAll(rule.labels());
        labels.put("alertname", rule.name());
        labels.put("severity", rule.severity().label());
        return labels;
    }

    private static @Nullable AlertValue value(Rule rule, KnownOf known) {
        Condition.Comparison first = rule.when().first();
        Figure figure = first == null ? null : first.left().value(known);
        if (first == null || figure == null || !figure.finite()) {
            return null;
        }
        return new AlertValue(
                first.text(), first.left().dimension().ucum(), figure.low(), figure.best(), figure.high());
    }

    private Map<String, Double> measures(Sample sample) {
        Map<String, Double> measures = new HashMap<>();
        for (String name : uses(sample.watch()).measures()) {
            Double value = sample.measure(name);
            if (value != null) {
                measures.put(name, value);
            }
        }
        return measures;
    }

    private Map<String, Series> series(@Nullable EntityState state, Sample sample) {
        Map<String, Series> series = new HashMap<>();
        for (Uses.Rate rate : uses(sample.watch()).rates()) {
            Series known = state == null ? null : state.series(rate.key());
            Double value = sample.measure(rate.measure());
            Series kept = known == null ? Series.NONE : known;
            series.put(rate.key(), value == null ? kept : kept.with(sample.timeMillis(), value, rate.window()));
        }
        return series;
    }

    private List<Rule> rules(Watch watch) {
        return byWatch.getOrDefault(watch, List.of());
    }

    private Uses uses(Watch watch) {
        return uses.getOrDefault(watch, Uses.of(List.of()));
    }

    /** The latest sample of an entity, and what went before. */
    private record KnownOf(EntityState state) implements Expression.Known {
        @Override
        public @Nullable Double measure(String name) {
            return state.measures().get(name);
        }

        @Override
        public @Nullable Double rate(String name, Duration window) {
            Series series = state.series(Uses.Rate.key(name, window));
            return series == null ? null : series.rate(state.timeMillis(), window);
        }
    }
}
