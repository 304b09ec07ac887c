package io.ullage.service.chargeback;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.job.document.InvalidDocumentException.Problem;
import io.ullage.job.document.YamlSection;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.service.chargeback.Discount.Band;
import io.ullage.service.chargeback.RateCard.Account;
import io.ullage.service.chargeback.Tier.Rate;
import io.ullage.service.output.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a rate card, and notes everything that is wrong with it before it complains. */
public final class RateCardReader {
    /** In the data directory of a node. */
    public static final String FILE_NAME = "rates.yaml";

    private static final String EXAMPLE = "/io/ullage/service/chargeback/rates.yaml";
    private static final String NEXT =
            "docs/chargeback.md says how a rate card reads; 'ullage chargeback rates' prints one.";
    private static final Duration LONGEST_CARRY = Duration.ofDays(7);
    private static final Duration LONGEST_DEDUP_CARRY = Duration.ofDays(62);
    private static final Currency NONE = Currency.getInstance("XXX");

    private final List<Problem> problems = new ArrayList<>();
    private Currency currency = NONE;
    private ZoneId zone = ZoneId.of("UTC");

    private RateCardReader() {}

    /** The shipped example as text. Its prices are made up. */
    public static String exampleText() {
        try (InputStream in = RateCardReader.class.getResourceAsStream(EXAMPLE)) {
            if (in == null) {
                throw new IllegalStateException(EXAMPLE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + EXAMPLE, e);
        }
    }

    /**
     * The card of the node on this machine: {@value #FILE_NAME} in its data directory.
     *
     * @return empty where there is none: money is not known then
     * @throws CommandException naming everything that is wrong with it
     */
    public static Optional<RateCard> ofDataDirectory(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** @throws CommandException naming everything that is wrong with it */
    public static RateCard read(Path file) throws IOException {
        try {
            return read(file.toString(), Files.readString(file));
        } catch (MalformedInputException e) {
            throw CommandException.usage(file + ": must be UTF-8", NEXT);
        } catch (InvalidDocumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), NEXT);
        }
    }

    /**
     * @param where such as the name of the file, for messages
     * @throws InvalidDocumentException naming everything that is wrong: field, rule, value
     */
    public static RateCard read(String where, String yaml) throws InvalidDocumentException {
        RateCardReader reader = new RateCardReader();
        YamlSection top = YamlSection.of(where, yaml, reader.problems);
        RateCard card = reader.card(top, yaml);
        top.end();
        if (!reader.problems.isEmpty()) {
            throw new InvalidDocumentException(where, reader.problems);
        }
        return card;
    }

    /** A card that was read before and kept. */
    static RateCard readAgain(String where, String yaml) {
        try {
            return read(where, yaml);
        } catch (InvalidDocumentException e) {
            throw new IllegalStateException("a card that was kept must read as it did", e);
        }
    }

    private RateCard card(YamlSection top, String yaml) {
        currency = requiredValue(top, "currency", RateCardReader::currency, NONE);
        zone = top.valueOr("timeZone", RateCardValues::zone, zone);
        YamlSection account = top.section("account");
        String accountId = account.valueOr("id", RateCardValues::text, "ullage");
        YamlSection metering = top.section("metering");
        RateCard card = new RateCard(
                yaml,
                top.valueOr("issuer", RateCardValues::text, "Ullage"),
                new Account(accountId, account.valueOr("name", RateCardValues::text, accountId)),
                currency,
                zone,
                top.value("gibMonth", RateCardValues::gibMonth),
                metering.valueOr(
                        "carryForward", text -> RateCardValues.duration(text, LONGEST_CARRY), Duration.ofHours(3)),
                metering.valueOr(
                        "dedupCarryForward",
                        text -> RateCardValues.duration(text, LONGEST_DEDUP_CARRY),
                        Duration.ofDays(14)),
                tiers(top),
                discounts(top),
                sharedCosts(top));
        account.end();
        metering.end();
        namesAreOnce(top, "tiers", card.tiers(), Tier::name);
        namesAreOnce(top, "discounts", card.discounts(), Discount::name);
        namesAreOnce(top, "sharedCosts", card.sharedCosts(), SharedCost::name);
        tiersAreKnown(top, card);
        return card;
    }

    private List<Tier> tiers(YamlSection top) {
        List<Tier> tiers = new ArrayList<>();
        for (YamlSection section : top.sections("tiers")) {
            tiers.add(new Tier(
                    requiredValue(section, "name", RateCardValues::text, ""),
                    section.valueOr("currency", RateCardReader::currency, currency),
                    pools(section),
                    rates(section)));
            section.end();
        }
        if (tiers.isEmpty()) {
            top.wrong("tiers", "must have one at least", "none");
        }
        return tiers;
    }

    /** A price without an end ends where the next one of its measure begins. */
    private List<Rate> rates(YamlSection tier) {
        List<Rate> rates = new ArrayList<>();
        for (YamlSection section : tier.sections("rates")) {
            ChargedMeasure measure =
                    requiredValue(section, "measure", RateCardReader::measure, ChargedMeasure.PROVISIONED);
            BigDecimal price = requiredValue(section, "price", RateCardValues::amount, BigDecimal.ZERO);
            rates.add(new Rate(measure, price, period(section)));
            section.end();
        }
        if (rates.isEmpty()) {
            tier.wrong(tier.field("rates"), "must have one at least", "none");
        }
        List<Rate> bounded = new ArrayList<>();
        for (ChargedMeasure measure : ChargedMeasure.values()) {
            List<Rate> ofMeasure = rates.stream()
                    .filter(rate -> rate.measure() == measure)
                    .sorted(Comparator.comparing(
                            rate -> rate.period().from(), Comparator.nullsFirst(Comparator.naturalOrder())))
                    .toList();
            for (int i = 0; i < ofMeasure.size(); i++) {
                bounded.add(bounded(tier, ofMeasure.get(i), i + 1 < ofMeasure.size() ? ofMeasure.get(i + 1) : null));
            }
        }
        return bounded;
    }

    private static Rate bounded(YamlSection tier, Rate rate, @Nullable Rate next) {
        if (next == null) {
            return rate;
        }
        Instant nextFrom = next.period().from();
        Instant until = rate.period().until();
        if (nextFrom == null || nextFrom.equals(rate.period().from()) || (until != null && until.isAfter(nextFrom))) {
            tier.wrong(
                    tier.field("rates"),
                    "must have one price of a measure at a time",
                    "two of " + rate.measure().word() + " from " + (nextFrom == null ? "ever" : nextFrom));
            return rate;
        }
        return until != null
                ? rate
                : new Rate(
                        rate.measure(), rate.price(), new Period(rate.period().from(), nextFrom));
    }

    private List<Discount> discounts(YamlSection top) {
        List<Discount> discounts = new ArrayList<>();
        for (YamlSection section : top.sections("discounts")) {
            Set<ChargedMeasure> measures = new HashSet<>();
            each(section, "measures", RateCardReader::measure).forEach(measures::add);
            discounts.add(new Discount(
                    requiredValue(section, "name", RateCardValues::text, ""),
                    Set.copyOf(section.texts("tenants")),
                    Set.copyOf(section.texts("tiers")),
                    measures,
                    period(section),
                    bands(section)));
            section.end();
        }
        return discounts;
    }

    /** One percentage for all, or one for each band. */
    private static List<Band> bands(YamlSection section) {
        BigDecimal percent = section.value("percent", RateCardValues::percent);
        List<Band> bands = new ArrayList<>();
        for (YamlSection band : section.sections("bands")) {
            bands.add(new Band(
                    requiredValue(band, "above", RateCardValues::bytes, 0L),
                    requiredValue(band, "percent", RateCardValues::percent, BigDecimal.ZERO)));
            band.end();
        }
        if (section.has("percent") == section.has("bands")) {
            section.wrong(
                    section.field("percent"),
                    "must be there, or bands, and not both",
                    section.has("percent") ? "both" : "neither");
        }
        for (int i = 1; i < bands.size(); i++) {
            if (bands.get(i).fromBytes() <= bands.get(i - 1).fromBytes()) {
                section.wrong(
                        section.field("bands[" + i + "].above"),
                        "must be more than that before",
                        Long.toString(bands.get(i).fromBytes()));
            }
        }
        return percent == null ? bands : List.of(new Band(0, percent));
    }

    private List<SharedCost> sharedCosts(YamlSection top) {
        List<SharedCost> costs = new ArrayList<>();
        for (YamlSection section : top.sections("sharedCosts")) {
            String split = requiredValue(section, "split", RateCardReader::split, SharedCost.BY_COST);
            costs.add(new SharedCost(
                    requiredValue(section, "name", RateCardValues::text, ""),
                    requiredValue(section, "amount", RateCardValues::amount, BigDecimal.ZERO),
                    section.valueOr("currency", RateCardReader::currency, currency),
                    pools(section),
                    ChargedMeasure.of(split).orElse(null),
                    period(section)));
            section.end();
        }
        return costs;
    }

    private static PoolMatch pools(YamlSection section) {
        YamlSection pools = section.section("pools");
        Set<PoolKind> kinds = new HashSet<>(each(pools, "kinds", RateCardValues::poolKind));
        PoolMatch match = new PoolMatch(Set.copyOf(pools.texts("ids")), pools.texts("globs"), kinds);
        pools.end();
        if (section.has("pools") && match.everything()) {
            section.wrong(section.field("pools"), "must name ids, globs or kinds", "none");
        }
        return match;
    }

    private Period period(YamlSection section) {
        Instant from = section.value("from", text -> RateCardValues.time(text, zone));
        Instant until = section.value("until", text -> RateCardValues.time(text, zone));
        if (from != null && until != null && !until.isAfter(from)) {
            section.wrong(section.field("until"), "must be after from, " + from, until.toString());
        }
        return new Period(from, until);
    }

    private static <T> List<T> each(YamlSection section, String key, Function<String, T> reader) {
        List<T> values = new ArrayList<>();
        List<String> texts = section.texts(key);
        for (int i = 0; i < texts.size(); i++) {
            try {
                values.add(reader.apply(texts.get(i)));
            } catch (IllegalArgumentException e) {
                section.wrong(section.field(key + "[" + i + "]"), String.valueOf(e.getMessage()), texts.get(i));
            }
        }
        return values;
    }

    /** @param otherwise to go on with; that it is absent or wrong is noted */
    private static <T> T requiredValue(YamlSection section, String key, Function<String, T> reader, T otherwise) {
        if (!section.has(key)) {
            section.required(key);
            return otherwise;
        }
        return section.valueOr(key, reader, otherwise);
    }

    private static Currency currency(String text) {
        return RateCardValues.currency(text);
    }

    private static ChargedMeasure measure(String text) {
        return ChargedMeasure.of(text)
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + ChargedMeasure.words()));
    }

    private static String split(String text) {
        if (!text.equals(SharedCost.BY_COST) && ChargedMeasure.of(text).isEmpty()) {
            throw new IllegalArgumentException("must be one of " + SharedCost.BY_COST + ", " + ChargedMeasure.words());
        }
        return text;
    }

    private static <T> void namesAreOnce(YamlSection top, String field, List<T> all, Function<T, String> name) {
        Set<String> seen = new HashSet<>();
        all.stream()
                .map(name)
                .filter(one -> !one.isEmpty() && !seen.add(one))
                .forEach(one -> top.wrong(field, "must have each name once", one));
    }

    private static void tiersAreKnown(YamlSection top, RateCard card) {
        Set<String> known = new HashSet<>(card.tiers().stream().map(Tier::name).toList());
        for (int i = 0; i < card.discounts().size(); i++) {
            String field = "discounts[" + i + "].tiers";
            card.discounts().get(i).tiers().stream()
                    .filter(tier -> !known.contains(tier))
                    .forEach(tier -> top.wrong(field, "must name tiers of this card", Objects.requireNonNull(tier)));
        }
    }
}
