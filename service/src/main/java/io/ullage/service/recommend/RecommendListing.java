package io.ullage.service.recommend;

import io.ullage.service.output.Column;
import io.ullage.service.output.Listing;
import io.ullage.service.recommend.life.State;
import io.ullage.service.recommend.platform.Step;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Recommendations as a listing. */
final class RecommendListing {
    private static final int CENTS = 2;

    /** A recommendation with where it is in its life. */
    record Row(Recommendation recommendation, State state) {
        private String worth() {
            MonthlyAmount worth = recommendation.worth();
            return worth == null
                    ? ""
                    : worth.best().setScale(CENTS, RoundingMode.HALF_EVEN).toPlainString() + " " + worth.currency();
        }
    }

    static final Listing<Row> COLUMNS = Listing.of(
            Column.<Row>text("id", row -> row.recommendation().id()),
            Column.<Row>text(
                    "rule", row -> row.recommendation().candidate().action().wireName()),
            Column.<Row>text(
                    "target", row -> row.recommendation().candidate().target().name()),
            Column.<Row>bytes("bytes", row -> row.recommendation().returned().bestBytes())
                    .titled("RETURNS"),
            Column.<Row>bytes("lowBytes", row -> row.recommendation().returned().lowBytes())
                    .titled("AT LEAST"),
            Column.<Row>bytes(
                            "highBytes", row -> row.recommendation().returned().highBytes())
                    .titled("AT MOST"),
            Column.<Row>bytes(
                            "unprovisionedBytes",
                            row -> row.recommendation().candidate().unprovisionedBytes())
                    .notTabled(),
            Column.<Row>text("worth", row -> row.recommendation().worth() == null ? null : row.worth())
                    .titled("A MONTH")
                    .tabledWhereItFits(),
            Column.<Row>text(
                    "confidence",
                    row -> row.recommendation().candidate().confidence().name()),
            Column.<Row>text(
                    "risk",
                    row -> row.recommendation().candidate().action().risk().name()),
            Column.<Row>text("state", row -> row.state().name()),
            Column.<Row>text("poolId", row -> row.recommendation().candidate().poolId())
                    .titled("POOL")
                    .tabledWhereItFits(),
            Column.<Row>text("tenant", row -> row.recommendation().tenant()).tabledWhereItFits(),
            Column.<Row>text("effect", row -> row.recommendation()
                            .candidate()
                            .action()
                            .effect()
                            .name())
                    .notTabled(),
            Column.<Row>text(
                            "method",
                            row -> row.recommendation().returned().method().name())
                    .notTabled(),
            Column.<Row>text("currency", row -> currency(row.recommendation().worth()))
                    .notTabled(),
            Column.<Row>text(
                            "lowMonthAmount", row -> amount(row.recommendation().worth(), MonthlyAmount::low))
                    .notTabled(),
            Column.<Row>text(
                            "bestMonthAmount",
                            row -> amount(row.recommendation().worth(), MonthlyAmount::best))
                    .notTabled(),
            Column.<Row>text(
                            "highMonthAmount",
                            row -> amount(row.recommendation().worth(), MonthlyAmount::high))
                    .notTabled(),
            Column.<Row>text("targetKind", row -> row.recommendation()
                            .candidate()
                            .target()
                            .kind()
                            .name())
                    .notTabled(),
            Column.<Row>text(
                            "targetId",
                            row -> row.recommendation().candidate().target().id())
                    .notTabled(),
            Column.<Row>text(
                            "machineId", row -> row.recommendation().candidate().machineId())
                    .notTabled(),
            Column.<Row>text("why", row -> row.recommendation().candidate().why())
                    .notTabled(),
            Column.<Row>texts("checks", row -> row.recommendation().candidate().checks())
                    .notTabled(),
            Column.<Row>texts("commands", row -> row.recommendation().candidate().steps().stream()
                            .map(Step::text)
                            .toList())
                    .notTabled());

    private RecommendListing() {}

    private interface Of {
        BigDecimal in(MonthlyAmount amount);
    }

    private static @Nullable String amount(@Nullable MonthlyAmount worth, Of which) {
        return worth == null ? null : which.in(worth).toPlainString();
    }

    private static @Nullable String currency(@Nullable MonthlyAmount worth) {
        return worth == null ? null : worth.currency().getCurrencyCode();
    }
}
