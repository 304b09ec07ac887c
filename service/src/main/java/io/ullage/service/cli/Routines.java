package io.ullage.service.cli;

import io.ullage.service.forecast.ForecastRoutine;
import io.ullage.service.node.NodeRoutine;
import io.ullage.service.node.RollUpRoutine;
import io.ullage.service.recommend.RecommendRoutine;
import java.util.List;

/** What {@code ullage up} does on a schedule beside its children. Each package offers its own. */
final class Routines {
    static final List<NodeRoutine> ALL =
            List.of(RollUpRoutine.routine(), ForecastRoutine.routine(), RecommendRoutine.routine());

    private Routines() {}
}
