package io.ullage.schema.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code docs/measures.md} is written from the catalogue: run with {@code -Dullage.regenerate=true} after a change. */
class MeasuresPageTest {
    private static final Path PAGE = Path.of("..", "docs", "measures.md");

    @Test
    void pageSaysWhatTheCatalogueSays() throws IOException {
        if (Boolean.getBoolean("ullage.regenerate")) {
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE)
                .as("regenerate with: mvn -pl schema test -Dtest=MeasuresPageTest -Dullage.regenerate=true")
                .hasContent(page());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Measures

                <!-- Written from io.ullage.schema.catalogue.Catalogue. Change it there, then:
                     mvn -pl schema test -Dtest=MeasuresPageTest -Dullage.regenerate=true -->

                Every figure that Ullage shows, with the one name that it has in messages, JSON, CSV and the store
                (there in snake case: `provisionedBytes` is the column `provisioned_bytes`). A measure that says *optional* is
                absent where nobody can know it: left out of JSON, `NULL` in the store, an empty cell in a table. It is never
                zero instead.

                Bytes are whole numbers. Ratios lie in 0 to 1, except where a promise exceeds what is there.

                """);
        page.append("| origin | how it comes to be |\n|---|---|\n");
        for (Origin origin : Origin.values()) {
            page.append("| %s | %s |%n".formatted(lower(origin), origin.meaning()));
        }
        for (Subject subject : Subject.values()) {
            page.append("%n## %s%n%n".formatted(title(subject)));
            page.append("Of %s.%s%n%n"
                    .formatted(
                            subject.meaning(),
                            subject.table().map(" Table `%s`."::formatted).orElse("")));
            page.append("| measure | unit | origin | what it is |\n|---|---|---|---|\n");
            for (Measure measure : Catalogue.of(subject)) {
                page.append("| `%s` | %s | %s | %s%s |%n"
                        .formatted(
                                measure.name(),
                                lower(measure.unit()),
                                lower(measure.origin()),
                                measure.optional() ? "*optional:* " : "",
                                measure.meaning()));
            }
        }
        return page.toString();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String title(Subject subject) {
        String words = lower(subject).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
