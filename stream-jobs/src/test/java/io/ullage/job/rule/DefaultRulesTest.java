package io.ullage.job.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The shipped rules do what their cases say. */
class DefaultRulesTest {
    private static final Path CASES = Path.of("src/main/resources/io/ullage/job/rule/cases");

    @TestFactory
    List<DynamicTest> everyCaseHolds() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files()) {
            for (RuleCase one : RuleCaseReader.read(file.toString(), Files.readString(file))) {
                tests.add(DynamicTest.dynamicTest(
                        file.getFileName() + ": " + one.name(),
                        () -> assertThat(one.run(RuleReader.defaults())).isEmpty()));
            }
        }
        return tests;
    }

    @Test
    void everyRuleFiresInSomeCase() throws Exception {
        Set<String> fire = new TreeSet<>();
        for (Path file : files()) {
            for (RuleCase one : RuleCaseReader.read(file.toString(), Files.readString(file))) {
                one.then()
                        .forEach(expected ->
                                fire.add(String.valueOf(expected.fields().get("rule"))));
            }
        }
        assertThat(fire).isEqualTo(new TreeSet<>(RuleReader.defaults().rules().keySet()));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.sorted().toList();
        }
    }
}
