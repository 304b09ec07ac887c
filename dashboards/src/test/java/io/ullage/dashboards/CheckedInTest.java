package io.ullage.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.dashboards.grafana.Board;
import io.ullage.dashboards.grafana.BoardJson;
import io.ullage.dashboards.grafana.SortedJson;
import io.ullage.dashboards.rule.Dashboard;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is checked in is what is generated. After a change: {@code -Dtest=CheckedInTest -Dullage.regenerate=true}. */
class CheckedInTest {
    static List<Board> boards() {
        return Dashboards.all();
    }

    @ParameterizedTest
    @MethodSource("boards")
    void theFileIsWhatTheBoardGives(Board board) throws IOException {
        String generated = SortedJson.of(BoardJson.of(board));
        if (Boolean.getBoolean("ullage.regenerate")) {
            Files.writeString(Dashboard.DIRECTORY.resolve(board.file()), generated);
        }
        assertThat(Dashboard.DIRECTORY.resolve(board.file())).hasContent(generated);
    }

    @Test
    void thereIsNoFileWithoutABoard() {
        assertThat(Dashboard.all())
                .extracting(Dashboard::file)
                .containsExactlyInAnyOrderElementsOf(
                        boards().stream().map(Board::file).toList());
    }
}
