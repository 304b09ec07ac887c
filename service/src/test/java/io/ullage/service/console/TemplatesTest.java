package io.ullage.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be told from templates and styles as they are written. */
class TemplatesTest {
    private static final Path TEMPLATES = Path.of("src/main/jte");
    private static final Path RESOURCES = Path.of("src/main/resources/io/ullage/service/console");

    static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".jte")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void noScriptNoStyleAndNothingUnescaped(Path template) throws IOException {
        String text = Files.readString(template);

        assertThat(text).doesNotContainPattern("\\sstyle\\s*=").doesNotContainPattern("\\son[a-z]+\\s*=\\s*\"");
        assertThat(text).as("raw output").doesNotContain("$unsafe");
        Matcher scripts = Pattern.compile("<script[^>]*>").matcher(text);
        while (scripts.find()) {
            assertThat(scripts.group()).contains(" src=");
        }
        assertThat(text).doesNotContainPattern("(src|href)=\"https?:");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void tablesHaveCaptionsAndHeads(Path template) throws IOException {
        String text = Files.readString(template);

        assertThat(count(text, "<caption")).isEqualTo(count(text, "<table"));
        assertThat(text).doesNotContainPattern("<th(?![a-z])(?![^>]*scope=)");
    }

    /** Each figure has a table to be drawn from, and a name for who does not see it. */
    @ParameterizedTest
    @MethodSource("templates")
    void chartsStandOverTheirTables(Path template) throws IOException {
        String text = Files.readString(template);
        Matcher figures = Pattern.compile("<figure class=\"chart\".*?</figure>", Pattern.DOTALL)
                .matcher(text);
        while (figures.find()) {
            assertThat(figures.group()).contains("<table>", "role=\"img\"", "aria-label=", "data-unit=");
        }
    }

    @Test
    void bothWaysToTheDarkSetTheSameTokens() throws IOException {
        String css = Files.readString(RESOURCES.resolve("console.css"));
        Matcher system = Pattern.compile("not\\(\\[data-theme=\"light\"\\]\\) \\{(.*?)\\}", Pattern.DOTALL)
                .matcher(css);
        Matcher chosen = Pattern.compile(":root\\[data-theme=\"dark\"\\] \\{(.*?)\\}", Pattern.DOTALL)
                .matcher(css);

        assertThat(system.find()).isTrue();
        assertThat(chosen.find()).isTrue();
        assertThat(lines(system.group(1))).isEqualTo(lines(chosen.group(1)));
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
