package io.ullage.service.handout;

import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.forecast.ForecastSubject;
import io.ullage.schema.forecast.Verdict;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.chargeback.BillingMonth;
import io.ullage.service.chargeback.Money;
import io.ullage.service.chargeback.TenantBill;
import io.ullage.service.handout.EstateHandout.ClassBytes;
import io.ullage.service.handout.EstateHandout.Day;
import io.ullage.service.handout.EstateHandout.Decile;
import io.ullage.service.handout.EstateHandout.Estate;
import io.ullage.service.handout.EstateHandout.Pool;
import io.ullage.service.recommend.life.Figures;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Candidate.Confidence;
import io.ullage.service.recommend.rule.Target;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An estate with everything in it that is awkward: names that are markup, pools of one name, figures that nobody knows. */
final class MadeUpEstate {
    static final long GIB = 1L << 30;
    static final Instant TIME = Instant.parse("2026-11-22T20:00:00Z");
    static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    static final String BAD = "<script>alert('1')</script> & \"co\" http://evil.example/x.png";

    private MadeUpEstate() {}

    static EstateHandout with(@Nullable TenantBill bill) {
        return new EstateHandout(
                TIME,
                estate(),
                List.of(
                        new Day(LocalDate.of(2026, 11, 20), ledger(10)),
                        new Day(LocalDate.of(2026, 11, 21), ledger(11)),
                        new Day(LocalDate.of(2026, 11, 22), ledger(12))),
                0,
                List.of(
                        new Pool("h1:p", "p", 3, 36 * GIB, 100 * GIB, 50 * GIB, 0.5, 0.36, ledger(4)),
                        new Pool("h2:p", "p", 1, 8 * GIB, null, null, null, null, ledger(1)),
                        new Pool("h3:q", BAD, 1, 8 * GIB, 4 * GIB, GIB, 0.25, 2.0, ledger(1))),
                List.of(new Decile(0, 5, 50 * GIB), new Decile(1, 1, GIB), new Decile(9, 2, 2 * GIB)),
                actions(),
                List.of(
                        forecast("h1:p", "p", Verdict.FILLING, 10L, 20L, 40L),
                        forecast("h2:p", "p", Verdict.MAY_FILL, 30L, null, null),
                        forecast("h3:q", "q", Verdict.NOT_FILLING, null, null, null)),
                bill);
    }

    static TenantBill bill() {
        YearMonth month = YearMonth.of(2026, 10);
        Instant start = month.atDay(1).atStartOfDay(VIENNA).toInstant();
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(VIENNA).toInstant();
        return new TenantBill(
                new BillingMonth(month, VIENNA, start, end),
                end,
                true,
                List.of(
                        new TenantBill.Line(
                                "acme",
                                3,
                                36 * GIB,
                                18 * GIB,
                                20 * GIB,
                                "EUR",
                                new BigDecimal("1234.50"),
                                new BigDecimal("617.25")),
                        new TenantBill.Line(BAD, 1, 8 * GIB, 0, null, "EUR", new BigDecimal("10.00"), BigDecimal.ZERO),
                        new TenantBill.Line("(no machine)", 1, GIB, 0, null, null, null, null)),
                List.of(new Money(new BigDecimal("1244.50"), Currency.getInstance("EUR"))),
                List.of("Unmetered: 3 h of 1 volume that nobody read; not charged."));
    }

    private static Estate estate() {
        Map<LedgerClass, ClassBytes> ledger = new EnumMap<>(LedgerClass.class);
        for (LedgerClass one : LedgerClass.values()) {
            boolean bounded = one == LedgerClass.DEAD;
            ledger.put(one, new ClassBytes(12 * GIB, bounded ? 9 * GIB : null, bounded ? 15 * GIB : null));
        }
        return new Estate(TIME.minusSeconds(60), 10, 96 * GIB, 60 * GIB, null, 2, 0.156, ledger);
    }

    private static Map<LedgerClass, Long> ledger(long gib) {
        Map<LedgerClass, Long> ledger = new EnumMap<>(LedgerClass.class);
        for (LedgerClass one : LedgerClass.values()) {
            ledger.put(one, gib * GIB);
        }
        return ledger;
    }

    private static List<Figures> actions() {
        List<Figures> actions = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            long best = (20 - i) * GIB;
            actions.add(new Figures(
                    "action" + i,
                    Action.TRIM,
                    new Target(Target.Kind.VOLUME, "v" + i, i == 1 ? BAD : "disk" + i),
                    "h1:p",
                    null,
                    i == 1 ? BAD : null,
                    i == 2 ? Estimate.exact(best) : Estimate.bounded(best / 2, best, 2 * best),
                    List.of(),
                    null,
                    null,
                    Confidence.HIGH,
                    "seen " + i,
                    List.of("check " + i),
                    i == 3 ? List.of() : List.of("host h1: fstrim --verbose /mnt/" + i)));
        }
        return actions;
    }

    private static Forecast forecast(
            String id, String name, Verdict verdict, @Nullable Long p10, @Nullable Long p50, @Nullable Long p90) {
        return new Forecast(
                Forecast.VERSION,
                ForecastSubject.POOL,
                id,
                name,
                TIME,
                TIME,
                verdict,
                null,
                50 * GIB,
                100 * GIB,
                36 * GIB,
                60 * GIB,
                0L,
                1024.0,
                512.0,
                2048.0,
                seconds(p10),
                seconds(p50),
                seconds(p90),
                seconds(180L),
                86_400L * 60,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static @Nullable Long seconds(@Nullable Long days) {
        return days == null ? null : Long.valueOf(days * 86_400);
    }
}
