package io.ullage.service.chargeback;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.service.chargeback.Observation.Air;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** A month of a few volumes with gaps, moves, owners that change hands, prices that change, discounts and shared costs; made by a seed. */
final class MadeUpMonth {
    static final long CARRY_SECONDS = 3 * 3600;
    private static final String[] TENANTS = {"acme", "globex", "initech", "umbrella"};
    private static final String[] ZONES = {
        "UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"
    };

    final BillingMonth month;
    final List<Observation> readings = new ArrayList<>();
    final RateCard card;
    private final long seed;
    private final Map<String, Pool> pools = new HashMap<>();
    final Map<String, NavigableMap<Long, Long>> attributed = new HashMap<>();

    MadeUpMonth(long seed) {
        this.seed = seed;
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(ZONES[random.nextInt(ZONES.length)]);
        month = BillingMonth.of(YearMonth.of(2026, 1 + random.nextInt(12)), zone);
        int volumes = 1 + random.nextInt(6);
        for (int i = 0; i < volumes; i++) {
            readingsOf("v" + i, random);
        }
        card = card(random, zone);
    }

    /** Some are there from before, some come on the way, some go; some hours nobody reads them. */
    private void readingsOf(String volumeId, Random random) {
        long second = month.start().getEpochSecond()
                - 7200
                + (random.nextBoolean() ? 0 : Math.floorMod(random.nextLong(), month.seconds()));
        long end = month.end().getEpochSecond()
                + 7200
                - (random.nextBoolean() ? 0 : Math.floorMod(random.nextLong(), month.seconds()));
        String pool = "p" + random.nextInt(3);
        String machine = random.nextInt(5) == 0 ? null : "m" + random.nextInt(4);
        boolean disk = random.nextInt(6) > 0;
        NavigableMap<Long, Long> shares = new TreeMap<>();
        while (second < end) {
            long provisioned = bytes(random);
            long live = Math.floorMod(random.nextLong(), provisioned + 1);
            long left = provisioned - live;
            long ullage = Math.floorMod(random.nextLong(), left + 1);
            readings.add(new Observation(
                    second,
                    volumeId,
                    "disk " + volumeId,
                    pool,
                    "host/" + pool,
                    machine,
                    disk,
                    provisioned,
                    random.nextInt(10) == 0 ? null : provisioned - ullage,
                    random.nextInt(4) == 0 ? null : live,
                    random.nextInt(3) == 0 ? bytes(random) / 16 : null,
                    random.nextInt(3) == 0 ? bytes(random) / 16 : null,
                    new Air(ullage, 0, 0, left - ullage, 0)));
            if (random.nextInt(20) == 0) {
                shares.put(second + random.nextInt(100), bytes(random));
            }
            second += random.nextInt(12) == 0 ? 1 + random.nextInt(200_000) : 1 + random.nextInt(12_000);
            if (random.nextInt(60) == 0) {
                pool = "p" + random.nextInt(3);
            }
        }
        attributed.put(volumeId, shares);
    }

    /** From a few bytes to hundreds of TiB. */
    private static long bytes(Random random) {
        return 1 + (Math.abs(random.nextLong() >> 8) >> (8 + random.nextInt(40)));
    }

    private RateCard card(Random random, ZoneId zone) {
        StringBuilder yaml =
                new StringBuilder("currency: " + (random.nextBoolean() ? "EUR" : "JPY") + "\ntimeZone: " + zone + "\n");
        if (random.nextInt(3) == 0) {
            yaml.append("gibMonth: 730h\n");
        }
        yaml.append("tiers:\n");
        for (int tier = 0; tier < 2; tier++) {
            yaml.append("  - name: t").append(tier).append('\n');
            yaml.append(
                    tier == 0 ? "    pools: {ids: [p0]}\n" : random.nextInt(4) == 0 ? "    pools: {ids: [p1]}\n" : "");
            yaml.append(random.nextInt(4) == 0 ? "    currency: USD\n" : "").append("    rates:\n");
            yaml.append("      - {measure: provisioned, price: ")
                    .append(price(random))
                    .append("}\n");
            for (ChargedMeasure measure : ChargedMeasure.values()) {
                if (random.nextBoolean()) {
                    yaml.append("      - {measure: ")
                            .append(measure.word())
                            .append(", price: ")
                            .append(price(random));
                    yaml.append(", from: ").append(moment(random)).append("}\n");
                }
            }
        }
        yaml.append("discounts:\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            yaml.append("  - {name: d").append(i);
            yaml.append(random.nextBoolean() ? ", tenants: [" + TENANTS[random.nextInt(4)] + "]" : "");
            yaml.append(random.nextBoolean() ? ", from: " + moment(random) : "");
            yaml.append(
                    random.nextBoolean()
                            ? ", percent: " + random.nextInt(101)
                            : ", bands: [{above: 1 GiB, percent: 3.5}, {above: 100 GiB, percent: " + random.nextInt(101)
                                    + "}]");
            yaml.append("}\n");
        }
        yaml.append("sharedCosts:\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            yaml.append("  - {name: s")
                    .append(i)
                    .append(", amount: ")
                    .append(random.nextInt(100_000))
                    .append(".37, split: ");
            yaml.append(random.nextBoolean() ? "cost" : "allocated");
            yaml.append(random.nextBoolean() ? ", until: " + moment(random) : "");
            yaml.append(random.nextBoolean() ? ", pools: {globs: ['p?']}" : "").append("}\n");
        }
        return read(yaml.toString());
    }

    static RateCard read(String yaml) {
        try {
            return RateCardReader.read("made up", yaml.replaceAll("(?m)^(discounts|sharedCosts):\n(?!  -)", ""));
        } catch (InvalidDocumentException e) {
            throw new AssertionError(yaml, e);
        }
    }

    private static String price(Random random) {
        return BigDecimal.valueOf(random.nextInt(1_000_000), 6).toPlainString();
    }

    private Instant moment(Random random) {
        return month.start().plusSeconds(Math.floorMod(random.nextLong(), month.seconds()));
    }

    Ownership owners() {
        Random random = new Random(seed + 1);
        Ownership owners = new Ownership();
        for (int machine = 0; machine < 4; machine++) {
            for (int i = random.nextInt(4); i > 0; i--) {
                owners.say(
                        "m" + machine,
                        month.start().getEpochSecond() + random.nextInt(3_000_000) - 300_000,
                        "machine " + machine,
                        random.nextInt(5) == 0 ? null : TENANTS[random.nextInt(TENANTS.length)],
                        random.nextBoolean() ? "cc-" + random.nextInt(3) : null);
            }
        }
        return owners;
    }

    HostCycles cycles() {
        HostCycles cycles = new HostCycles();
        readings.forEach(reading -> cycles.add(reading.cycle(), reading.start()));
        return cycles;
    }

    List<Usage> usages(List<Observation> read, TreeSet<Instant> cuts) {
        Meter meter =
                new Meter(month.start(), month.end(), CARRY_SECONDS, 86_400, cuts, owners(), cycles(), attributed);
        read.forEach(meter::read);
        return meter.finish();
    }

    List<Usage> usages() {
        return usages(readings, Biller.cuts(card));
    }

    /** In another order, but for each volume in that of time. */
    List<Observation> shuffled() {
        List<String> turns =
                new ArrayList<>(readings.stream().map(Observation::volumeId).toList());
        Collections.shuffle(turns, new Random(seed));
        Map<String, List<Observation>> left = new HashMap<>();
        readings.forEach(reading -> left.computeIfAbsent(reading.volumeId(), id -> new ArrayList<>())
                .add(reading));
        return turns.stream().map(id -> left.get(id).remove(0)).toList();
    }

    Biller biller(RateCard prices) {
        return new Biller(prices, month, month.end(), id -> pools.getOrDefault(id, new Pool(id, null, null)));
    }

    Bill bill() {
        return biller(card).bill(usages());
    }
}
