package io.ullage.job.rule;

import io.ullage.job.rule.GroupState.Member;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertEnd;
import io.ullage.schema.alert.AlertState;
import io.ullage.schema.alert.AlertValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes one alert of all entities that share a cause. It begins with the first of them and ends with the last; between, it is told again
 * when its severity, labels or silence change, when it is about twice or half as many as was told, and once an hour of reading time.
 */
public final class AlertGroup {
    private static final int MAX_TEXT = 4000;

    private AlertGroup() {}

    /** @param alert absent where there is nothing to tell */
    public record Outcome(GroupState state, @Nullable Alert alert) {}

    /** @param state absent where nothing was said of this cause before */
    public static Outcome take(@Nullable GroupState state, MemberChange change) {
        GroupState before = state == null ? new GroupState(0, 0, Map.of(), 0, 0, "") : state;
        return change.firing() ? fires(before, change) : ends(before, change);
    }

    private static Outcome fires(GroupState before, MemberChange change) {
        Map<String, Member> members = new TreeMap<>(before.members());
        Member known =
                members.put(change.entityId(), new Member(change.entityLabels(), change.value(), change.lessIsWorse()));
        boolean begins = !before.firing();
        // The same firing again, after it was taken back, goes on counting.
        boolean again = before.startsMillis() == change.startsMillis();
        long starts = begins ? change.startsMillis() : before.startsMillis();
        long revision = begins && !again ? 1 : before.revision() + 1;
        boolean tell = begins
                || known != null && members.size() == 1
                || !as(change).equals(before.toldAs())
                || members.size() >= 2 * before.toldCount()
                || change.timeMillis() - before.toldMillis() >= RuleEvaluator.RETELL.toMillis();
        if (!tell) {
            return new Outcome(with(before, members), null);
        }
        GroupState after = new GroupState(starts, revision, members, members.size(), change.timeMillis(), as(change));
        return new Outcome(after, alert(after, change, null, null));
    }

    private static Outcome ends(GroupState before, MemberChange change) {
        Map<String, Member> members = new TreeMap<>(before.members());
        if (members.remove(change.entityId()) == null || change.endsMillis() == null) {
            return new Outcome(before, null);
        }
        if (members.isEmpty()) {
            GroupState after = new GroupState(
                    before.startsMillis(), before.revision() + 1, members, 0, change.timeMillis(), as(change));
            return new Outcome(
                    after, alert(after, change, Math.max(change.endsMillis(), before.startsMillis()), change.end()));
        }
        if (2L * members.size() > before.toldCount()) {
            return new Outcome(with(before, members), null);
        }
        GroupState after = new GroupState(
                before.startsMillis(), before.revision() + 1, members, members.size(), change.timeMillis(), as(change));
        return new Outcome(after, alert(after, change, null, null));
    }

    private static GroupState with(GroupState state, Map<String, Member> members) {
        return new GroupState(
                state.startsMillis(), state.revision(), members, state.toldCount(), state.toldMillis(), state.toldAs());
    }

    private static String as(MemberChange change) {
        return change.severity() + " " + new TreeMap<>(change.labels()) + " " + new TreeMap<>(change.annotations())
                + " " + change.silencedBy();
    }

    private static Alert alert(
            GroupState state, MemberChange change, @Nullable Long endsMillis, @Nullable AlertEnd end) {
        boolean resolved = endsMillis != null;
        AlertValue value = resolved ? change.value() : worst(state.members());
        List<String> entities = resolved
                ? List.of(change.entityId())
                : state.members().keySet().stream()
                        .sorted()
                        .limit(Alert.MAX_ENTITIES)
                        .toList();
        Map<String, String> wordingLabels = new TreeMap<>(change.entityLabels());
        wordingLabels.putAll(change.labels());
        Map<String, String> annotations = new TreeMap<>();
        change.annotations()
                .forEach((name, template) -> annotations.put(
                        name,
                        shortened(Wording.of(
                                template, wordingLabels, value, state.members().size()))));
        return new Alert(
                Alert.VERSION,
                change.fingerprint(),
                change.rule(),
                change.severity(),
                resolved ? AlertState.RESOLVED : AlertState.FIRING,
                Instant.ofEpochMilli(state.startsMillis()),
                endsMillis == null ? null : Instant.ofEpochMilli(endsMillis),
                end,
                Instant.ofEpochMilli(change.timeMillis()),
                state.revision(),
                change.watch().word(),
                entities,
                state.members().size(),
                change.labels(),
                annotations,
                value,
                change.silencedBy());
    }

    private static @Nullable AlertValue worst(Map<String, Member> members) {
        AlertValue worst = null;
        for (Member member : members.values()) {
            AlertValue value = member.value();
            if (value != null
                    && (worst == null
                            || (member.lessIsWorse() ? value.best() < worst.best() : value.best() > worst.best()))) {
                worst = value;
            }
        }
        return worst;
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
