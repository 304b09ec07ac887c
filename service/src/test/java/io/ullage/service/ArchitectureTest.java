package io.ullage.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules and packages point in one direction, and are named by their subject. */
class ArchitectureTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of("schema", "agents/image", "agents/agent", "stream-jobs", "service");
    private static final Set<String> NAMES_THAT_SAY_NOTHING =
            Set.of("util", "utils", "common", "impl", "manager", "helper", "helpers", "misc", "base", "core");

    private static JavaClasses ours;

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.ullage");
        assertThat(ours.stream().map(type -> type.getPackageName()))
                .as("all modules are on the class path of the service")
                .contains("io.ullage.schema", "io.ullage.image", "io.ullage.agent", "io.ullage.job.ledger");
    }

    @Test
    void schemaDependsOnNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("io.ullage.schema..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.ullage.image..", "io.ullage.agent..", "io.ullage.job..", "io.ullage.service..")
                .check(ours);
    }

    @Test
    void imageDependsOnNothingAtAll() {
        classes()
                .that()
                .resideInAPackage("io.ullage.image..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.ullage.image..", "java..")
                .check(ours);
    }

    @Test
    void agentDependsOnSchemaAndImage() {
        noClasses()
                .that()
                .resideInAPackage("io.ullage.agent..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.ullage.job..", "io.ullage.service..")
                .check(ours);
    }

    @Test
    void jobsDependOnSchema() {
        noClasses()
                .that()
                .resideInAPackage("io.ullage.job..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.ullage.agent..", "io.ullage.image..", "io.ullage.service..")
                .check(ours);
    }

    @Test
    void onlyTheServiceDependsOnTheAgent() {
        classes()
                .that()
                .resideInAPackage("io.ullage.agent..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage("io.ullage.agent..", "io.ullage.service..")
                .check(ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.ullage.job.ledger..",
                "io.ullage.job.match..",
                "io.ullage.job.dedup..",
                "io.ullage.job.trend..",
                "io.ullage.job.growth..",
                "io.ullage.job.forecast.."
            })
    void estimatorsKnowNoFlink(String estimator) {
        classes()
                .that()
                .resideInAPackage(estimator)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.ullage.job.ledger..",
                        "io.ullage.job.match..",
                        "io.ullage.job.dedup..",
                        "io.ullage.job.trend..",
                        "io.ullage.job.growth..",
                        "io.ullage.job.forecast..",
                        "io.ullage.schema..",
                        "java..",
                        "org.jspecify..")
                .check(ours);
    }

    @Test
    void rulesKnowNoFlink() {
        classes()
                .that()
                .resideInAPackage("io.ullage.job.rule..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.ullage.job.rule..",
                        "io.ullage.job.document..",
                        "io.ullage.schema..",
                        "com.fasterxml.jackson..",
                        "java..",
                        "org.jspecify..")
                .check(ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.ullage.schema.(*)..",
                "io.ullage.image.(*)..",
                "io.ullage.agent.(*)..",
                "io.ullage.job.(*)..",
                "io.ullage.service.(*).."
            })
    void packagesFormNoCycle(String pattern) {
        slices().matching(pattern).should().beFreeOfCycles().check(ours);
    }

    @Test
    void packagesAreSubjects() throws IOException {
        for (Path directory : packages()) {
            for (Path part : directory) {
                assertThat(part.toString()).as(directory.toString()).isNotIn(NAMES_THAT_SAY_NOTHING);
            }
        }
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        assertThat(packages()).isNotEmpty().allSatisfy(directory -> assertThat(directory.resolve("package-info.java"))
                .isRegularFile()
                .content()
                .contains("/**"));
    }

    /** Directories with Java sources of the product, in every module. */
    private static List<Path> packages() throws IOException {
        List<Path> packages = new ArrayList<>();
        for (String module : MODULES) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .forEach(packages::add);
            }
        }
        return packages;
    }
}
