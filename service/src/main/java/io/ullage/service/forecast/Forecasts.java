package io.ullage.service.forecast;

import io.ullage.job.forecast.Forecaster;
import io.ullage.job.forecast.Outlook;
import io.ullage.job.forecast.Quantiles;
import io.ullage.job.forecast.WhatIf;
import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.forecast.ForecastSubject;
import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From what was used to what will be. */
public final class Forecasts {
    private static final int MONTH_DAYS = 30;
    private static final int QUARTER_DAYS = 90;

    private Forecasts() {}

    /** Of every pool and its metadata, from the store as it is now, in the order of their names. */
    public static List<Forecast> ofPools(StoreConnection store, Instant now) throws SQLException {
        return of(new TargetReader(store).read(EnumSet.of(ForecastSubject.POOL, ForecastSubject.METADATA), null), now);
    }

    /** Of all, as they are. */
    static List<Forecast> of(List<Target> targets, Instant madeAt) {
        return targets.stream().map(target -> of(target, Scenario.NONE, madeAt)).toList();
    }

    static Forecast of(Target target, Scenario scenario, Instant madeAt) {
        WhatIf whatIf = scenario.concerns(target) ? scenario.of(target) : WhatIf.NOTHING;
        Outlook outlook = Forecaster.forecast(target.used(), target.capacityBytes(), whatIf);
        Long needed = target.neededBytes() == null || !scenario.concerns(target)
                ? target.neededBytes()
                : Long.valueOf(Math.addExact(target.neededBytes(), scenario.addedBytes()));
        Long missing = needed == null || target.capacityBytes() == null
                ? null
                : Long.valueOf(Math.max(0, needed - target.capacityBytes()));
        Long provisioned = target.provisionedBytes() == null || !scenario.concerns(target)
                ? target.provisionedBytes()
                : Long.valueOf(Math.addExact(target.provisionedBytes(), scenario.addedBytes()));
        Quantiles growth = outlook.growth();
        Quantiles full = outlook.daysToFull();
        Quantiles month = outlook.usedAfter(MONTH_DAYS);
        Quantiles quarter = outlook.usedAfter(QUARTER_DAYS);
        Duration horizon = outlook.horizon();
        return new Forecast(
                Forecast.VERSION,
                target.subject(),
                target.entityId(),
                target.name(),
                target.time(),
                madeAt,
                outlook.verdict(),
                outlook.missing(),
                target.usedBytes(),
                target.capacityBytes(),
                provisioned,
                needed,
                missing,
                growth.p50(),
                growth.p10(),
                growth.p90(),
                seconds(full.p10()),
                seconds(full.p50()),
                seconds(full.p90()),
                horizon == null ? null : horizon.toSeconds(),
                outlook.history().toSeconds(),
                whole(month.p10()),
                whole(month.p50()),
                whole(month.p90()),
                whole(quarter.p10()),
                whole(quarter.p50()),
                whole(quarter.p90()));
    }

    private static @Nullable Long seconds(@Nullable Double days) {
        return days == null ? null : Math.round(days * Duration.ofDays(1).toSeconds());
    }

    private static @Nullable Long whole(@Nullable Double bytes) {
        return bytes == null ? null : Math.round(bytes);
    }
}
