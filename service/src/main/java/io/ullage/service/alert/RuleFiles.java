package io.ullage.service.alert;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.job.rule.RuleCase;
import io.ullage.job.rule.RuleCaseReader;
import io.ullage.job.rule.RuleReader;
import io.ullage.job.rule.RuleSet;
import io.ullage.service.output.CommandException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rules and cases from files; what is wrong with one is told whole. */
final class RuleFiles {
    private static final String NEXT = "docs/alerts.md says how rules and cases read.";

    private RuleFiles() {}

    static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw CommandException.usage(file + ": must be UTF-8", NEXT);
        }
    }

    static RuleSet rules(Path file) throws IOException {
        try {
            return RuleReader.read(file.toString(), text(file));
        } catch (InvalidDocumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), NEXT);
        }
    }

    /** By file, of one or of all {@code .yaml} files of a directory. */
    static Map<Path, List<RuleCase>> cases(Path place) throws IOException {
        Map<Path, List<RuleCase>> cases = new LinkedHashMap<>();
        for (Path file : files(place)) {
            try {
                cases.put(file, RuleCaseReader.read(file.toString(), text(file)));
            } catch (InvalidDocumentException e) {
                throw CommandException.usage(String.valueOf(e.getMessage()), NEXT);
            }
        }
        if (cases.isEmpty()) {
            throw CommandException.usage(place + ": must hold files that end in .yaml, has none", NEXT);
        }
        return cases;
    }

    private static List<Path> files(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
