package io.ullage.job.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertEnd;
import io.ullage.schema.alert.AlertState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What comes of late, missing, double and rewritten samples; the lines of docs/alerts.md. */
class RuleEngineTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    @Test
    void anOlderSampleThanTheLatestChangesNothing() throws Exception {
        RuleEngine engine = engine("for: 0s");
        assertThat(take(engine, 10, 1, 0.5)).isEmpty();
        assertThat(take(engine, 9, 9, 0.95)).isEmpty();
        assertThat(take(engine, 11, 1, 0.5)).isEmpty();
    }

    @Test
    void aRewrittenRowOfTheLatestIntervalTakesItsPlace() throws Exception {
        RuleEngine engine = engine("for: 5m");
        take(engine, 0, 1, 0.95);
        assertThat(take(engine, 5, 1, 0.95)).extracting(Alert::state).containsExactly(AlertState.FIRING);
        assertThat(take(engine, 5, 1, 0.5)).as("an equal revision").isEmpty();
        assertThat(take(engine, 5, 2, 0.5)).extracting(Alert::end).containsExactly(AlertEnd.REVISED);
        List<Alert> again = take(engine, 5, 3, 0.95);
        assertThat(again)
                .extracting(Alert::startsAt, Alert::state, Alert::revision)
                .containsExactly(tuple(Instant.ofEpochMilli(5 * MINUTE), AlertState.FIRING, 3L));
    }

    @Test
    void anEndThatIsRewrittenIsTakenBackAndTheFiringGoesOn() throws Exception {
        RuleEngine engine = engine("for: 0s");
        take(engine, 0, 1, 0.95);
        assertThat(take(engine, 1, 1, 0.5)).extracting(Alert::end).containsExactly(AlertEnd.CLEARED);
        assertThat(take(engine, 1, 2, 0.95))
                .extracting(Alert::startsAt, Alert::state, Alert::revision)
                .containsExactly(tuple(Instant.EPOCH, AlertState.FIRING, 3L));
    }

    @Test
    void whileItFiresItIsToldAgainOnceAnHour() throws Exception {
        RuleEngine engine = engine("for: 0s");
        List<Alert> told = new ArrayList<>();
        for (int minute = 0; minute <= 150; minute += 10) {
            told.addAll(take(engine, minute, 1, 0.91 + minute / 10_000.0));
        }
        assertThat(told)
                .extracting(
                        alert -> Duration.between(Instant.EPOCH, alert.time()).toMinutes())
                .containsExactly(0L, 60L, 120L);
    }

    @Test
    void keepFiringWaitsUntilTheEndIsSure() throws Exception {
        RuleEngine engine = engine("keepFiring: 10m");
        take(engine, 0, 1, 0.95);
        assertThat(take(engine, 5, 1, 0.5)).isEmpty();
        assertThat(take(engine, 10, 1, 0.95)).isEmpty();
        assertThat(take(engine, 15, 1, 0.5)).isEmpty();
        assertThat(take(engine, 25, 1, 0.5))
                .extracting(Alert::endsAt)
                .containsExactly(Instant.ofEpochMilli(25 * MINUTE));
    }

    @Test
    void aGapBeginsTheWaitingAnewAndEndsWhatFired() throws Exception {
        RuleEngine waiting = engine("for: 30m");
        take(waiting, 0, 1, 0.95);
        assertThat(take(waiting, 181, 1, 0.95)).isEmpty();
        RuleEngine firing = engine("for: 0s");
        take(firing, 0, 1, 0.95);
        assertThat(take(firing, 181, 1, 0.95))
                .extracting(Alert::state, Alert::end, Alert::endsAt)
                .containsExactly(
                        tuple(AlertState.RESOLVED, AlertEnd.GONE, Instant.ofEpochMilli(180 * MINUTE)),
                        tuple(AlertState.FIRING, null, null));
    }

    @Test
    void aMeasureThatIsAbsentHoldsWhatStandsAndEndsItAfterAWhile() throws Exception {
        RuleEngine engine = engine("for: 0s");
        take(engine, 0, 1, 0.95);
        for (int minute = 10; minute <= 180; minute += 10) {
            assertThat(take(engine, minute, 1, null)).isEmpty();
        }
        assertThat(take(engine, 190, 1, null))
                .extracting(Alert::end, Alert::endsAt)
                .containsExactly(tuple(AlertEnd.ABSENT, Instant.ofEpochMilli(180 * MINUTE)));
    }

    @Test
    void aSilenceHoldsItBackForItsTimeAndSaysWhy() throws Exception {
        RuleSet rules = RuleReader.read("test", RULE.formatted("for: 0s") + """
                silences:
                  - match: {alertname: PoolFull, pool: "p*"}
                    until: 1970-01-01T00:30:00Z
                    comment: moving house
                """);
        RuleEngine engine = new RuleEngine(rules);
        assertThat(take(engine, 0, 1, 0.95)).extracting(Alert::silencedBy).containsExactly("moving house");
        assertThat(take(engine, 20, 1, 0.95)).isEmpty();
        assertThat(take(engine, 30, 1, 0.95)).extracting(Alert::silencedBy).containsExactly((String) null);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                InvalidDocumentException.class, () -> RuleReader.read("bad.yaml", """
                                        rules:
                                          - name: 7up
                                            watch: pool
                                            when: usedRatio > 5 GiB
                                            for: soon
                                            severity: loud
                                            cause: [colour]
                                            labels: {alertname: x}
                                            summary: "{{colour}}"
                                            sumary: typo
                                        """))
                        .problems())
                .extracting(InvalidDocumentException.Problem::field)
                .containsExactlyInAnyOrder(
                        "rules[0].name",
                        "rules[0].when",
                        "rules[0].for",
                        "rules[0].severity",
                        "rules[0].cause",
                        "rules[0].labels",
                        "rules[0].summary",
                        "rules[0].sumary");
    }

    /** Samples that come twice, at any time after they came first, tell nothing more. */
    @Property(tries = 300)
    void doublesDoNotMatter(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 3) Integer> values, @ForAll long seed)
            throws Exception {
        RuleEngine once = engine("for: 10m");
        RuleEngine twice = engine("for: 10m");
        List<Alert> expected = new ArrayList<>();
        List<Alert> found = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < values.size(); i++) {
            expected.addAll(take(once, 5 * i, 1, value(values.get(i))));
            found.addAll(take(twice, 5 * i, 1, value(values.get(i))));
            for (int again = random.nextInt(3); again > 0; again--) {
                int earlier = random.nextInt(i + 1);
                found.addAll(take(twice, 5 * earlier, 1, value(values.get(earlier))));
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    /** Firings are those that somebody finds who looks at all samples at once, and at each pair of them. */
    @Property(tries = 500)
    void firingsAreThoseOfTheDefinition(@ForAll @Size(min = 1, max = 60) List<@IntRange(max = 4) Integer> values)
            throws Exception {
        RuleEngine engine = engine("for: 10m\n    staleAfter: 15m");
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) < 4) {
                alerts.addAll(take(engine, 5 * i, 1, value(values.get(i))));
            }
        }
        assertThat(Firing.of(alerts).stream()
                        .map(firing -> firing.startsAt().toEpochMilli() / MINUTE + " to "
                                + (firing.endsAt() == null
                                        ? "now"
                                        : firing.endsAt().toEpochMilli() / MINUTE))
                        .toList())
                .isEqualTo(byDefinition(values));
    }

    /** 0 and 1 are high, 2 is low, 3 is absent, 4 no reading at all; five minutes apart, for 10, stale after 15. */
    private static List<String> byDefinition(List<Integer> values) {
        List<Integer> known = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) < 3) {
                known.add(i);
            }
        }
        List<String> firings = new ArrayList<>();
        int from = 0;
        while (from < known.size()) {
            int fires = -1;
            for (int j = from; j < known.size() && fires < 0; j++) {
                for (int i = from; i <= j; i++) {
                    if (5 * (known.get(j) - known.get(i)) >= 10 && unbroken(values, known.subList(i, j + 1))) {
                        fires = j;
                    }
                }
            }
            if (fires < 0) {
                return firings;
            }
            int last = fires;
            while (last + 1 < known.size() && unbroken(values, known.subList(last, last + 2))) {
                last++;
            }
            String begin = 5 * known.get(fires) + " to ";
            int next = last + 1;
            if (next < known.size() && 5 * (known.get(next) - known.get(last)) <= 15) {
                firings.add(begin + 5 * known.get(next));
                from = next + 1;
            } else {
                boolean seenLater = lastRead(values) * 5 - 5 * known.get(last) > 15;
                firings.add(begin + (seenLater ? 5 * known.get(last) + 15 : "now"));
                from = next;
            }
        }
        return firings;
    }

    private static int lastRead(List<Integer> values) {
        int last = -1;
        for (int i = 0; i < values.size(); i++) {
            last = values.get(i) < 4 ? i : last;
        }
        return last;
    }

    private static boolean unbroken(List<Integer> values, List<Integer> indexes) {
        for (int i = 0; i < indexes.size(); i++) {
            boolean gap = i > 0 && 5 * (indexes.get(i) - indexes.get(i - 1)) > 15;
            if (gap || values.get(indexes.get(i)) == 2) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Double value(int kind) {
        return kind < 2 ? Double.valueOf(0.95) : kind == 2 ? Double.valueOf(0.5) : null;
    }

    private static final String RULE = """
            rules:
              - name: PoolFull
                watch: pool
                when: usedRatio > 90 %%
                %s
                severity: warning
                summary: "{{name}} is {{value}} full"
            """;

    private static RuleEngine engine(String more) throws InvalidDocumentException {
        return new RuleEngine(RuleReader.read("test", RULE.formatted(more)));
    }

    private static List<Alert> take(RuleEngine engine, int minute, long revision, @Nullable Double usedRatio) {
        Map<String, Double> measures = new HashMap<>();
        if (usedRatio != null) {
            measures.put("usedRatio", usedRatio);
        }
        return engine.take(
                Sample.of(Watch.POOL, "p1", minute * MINUTE, revision, Map.of("pool", "p1", "name", "tank"), measures),
                minute * MINUTE);
    }
}
