package io.ullage.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import io.ullage.service.estate.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecommendationEntryTest {
    @Test
    void whatWasPromisedBeforeMayHaveBeenLessSureThanWhatIsKnownNow() {
        RecommendationEntry entry = RecommendationEntry.of(new Row(row("EXACT", 10, 20, 30)));
        assertThat(entry.returned()).isEqualTo(Estimate.exact(25));
        assertThat(entry.promised()).isEqualTo(Estimate.bounded(10, 20, 30));
    }

    @Test
    void whatWasPromisedExactlyStaysExact() {
        assertThat(RecommendationEntry.of(new Row(row("EXACT", 20, 20, 20))).promised())
                .isEqualTo(new Estimate(20, 20, 20, Method.EXACT));
    }

    private static Map<String, Object> row(String method, long low, long best, long high) {
        Map<String, Object> row = new HashMap<>();
        for (String text :
                List.of("id", "rule", "targetKind", "targetId", "targetName", "poolId", "confidence", "why")) {
            row.put(text, text);
        }
        row.put("state", "ACCEPTED");
        row.put("stateSince", Instant.EPOCH);
        row.put("opened", Instant.EPOCH);
        row.put("round", 1L);
        row.put("method", method);
        row.put("lowBytes", 25L);
        row.put("bestBytes", 25L);
        row.put("highBytes", 25L);
        row.put("promisedLowBytes", low);
        row.put("promisedBestBytes", best);
        row.put("promisedHighBytes", high);
        row.put("checks", List.of());
        row.put("commands", List.of());
        return row;
    }
}
