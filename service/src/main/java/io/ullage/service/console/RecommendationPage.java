package io.ullage.service.console;

import static io.ullage.service.estate.Collection.RECOMMENDATIONS;

import io.ullage.service.web.Call;
import io.ullage.service.web.Links;
import io.ullage.service.web.NotFoundException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recommendation.
 *
 * @param tokenField of the forms that change it
 * @param token of those forms
 */
record RecommendationPage(RecommendationEntry recommendation, String tokenField, String token) {

    /** A command, counted from 1. */
    record Line(int number, String text) {}

    static RecommendationPage of(Pages pages, Call call) throws SQLException {
        String id = call.id("id");
        RecommendationEntry found = pages.rows()
                .one(RECOMMENDATIONS, "id", id, call.scope())
                .map(RecommendationEntry::of)
                .orElseThrow(() -> new NotFoundException("recommendation", id));
        return new RecommendationPage(found, call.formTokenField(), call.formToken());
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (String command : recommendation.commands()) {
            lines.add(new Line(lines.size() + 1, command));
        }
        return lines;
    }

    /** It can still be decided on. */
    boolean isAlive() {
        return !recommendation.state().isOver();
    }

    @Nullable
    String targetLink() {
        return switch (recommendation.targetKind()) {
            case "VOLUME" -> Links.volume(recommendation.targetId());
            case "POOL" -> Links.pool(recommendation.targetId());
            default -> null;
        };
    }
}
