package io.ullage.dashboards.alerting;

/**
 * One rule: fires for each row whose number is beyond the limit for long enough.
 *
 * @param uid stable: Grafana keeps state and silences by it
 * @param sql columns of words, which become labels, and one number
 * @param above whether it fires above the limit, else below
 * @param lasting before it fires, such as {@code 15m}
 * @param summary with {@code $labels} and {@code $values.A.Value}
 * @param firstStep what to do first
 * @param boardUid the dashboard that shows what it is about
 * @param panel title of the panel there
 */
public record AlertRule(
        String uid,
        String title,
        String severity,
        String sql,
        boolean above,
        double limit,
        String lasting,
        String summary,
        String firstStep,
        String boardUid,
        String panel) {
    public AlertRule {
        sql = sql.strip();
    }

    /** Whether a row with that number is beyond the limit. */
    public boolean isBeyond(double number) {
        return above ? number > limit : number < limit;
    }
}
