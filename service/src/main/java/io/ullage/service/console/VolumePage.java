package io.ullage.service.console;

import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.AlertEntry;
import io.ullage.service.estate.LedgerDay;
import io.ullage.service.estate.RecommendationEntry;
import io.ullage.service.estate.Scope;
import io.ullage.service.estate.VolumeEntry;
import io.ullage.service.web.NotFoundException;
import java.sql.SQLException;
import java.util.List;

/** One volume. */
record VolumePage(
        VolumeEntry volume,
        List<LedgerDay> days,
        List<RecommendationEntry> recommendations,
        List<AlertEntry> firing) {
    private static final int DAYS = 180;

    static VolumePage of(Pages pages, String id, Scope scope) throws SQLException {
        Answer<List<LedgerDay>> days = pages.together().ask(() -> pages.history().volumeDays(id, DAYS));
        Answer<List<RecommendationEntry>> recommendations =
                pages.together().ask(() -> pages.recommendations().ofVolume(id, scope));
        Answer<List<AlertEntry>> firing = pages.together().ask(() -> pages.alerts().firingFor(id, scope));
        // What is asked at the same time is thrown away where the volume is not of the scope.
        VolumeEntry volume =
                pages.volumes().byId(id, scope).orElseThrow(() -> new NotFoundException("volume", id));
        return new VolumePage(volume, days.get(), recommendations.get(), firing.get());
    }
}
