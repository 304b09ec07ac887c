package io.ullage.service.recommend;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.job.document.InvalidDocumentException.Problem;
import io.ullage.job.document.YamlSection;
import io.ullage.schema.InvalidFieldException;
import io.ullage.service.output.BytesText;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.DurationText;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.recommend.rule.Thresholds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.TypeConversionException;

/** Reads the configuration of the recommender, and notes everything that is wrong with it before it complains. */
public final class RecommendSettingsReader {
    /** In the data directory of a node. */
    public static final String FILE_NAME = "recommend.yaml";

    private static final String SAMPLE = "/io/ullage/service/recommend/recommend.yaml";
    private static final String NEXT =
            "'ullage recommend config' prints one with every key, its standard value and what it means.";
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final List<Problem> problems = new ArrayList<>();

    private RecommendSettingsReader() {}

    /** The shipped document: every key with its standard value. */
    public static String sampleText() {
        try (InputStream in = RecommendSettingsReader.class.getResourceAsStream(SAMPLE)) {
            if (in == null) {
                throw new IllegalStateException(SAMPLE + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SAMPLE, e);
        }
    }

    /**
     * The settings of the node on this machine: {@value #FILE_NAME} in its data directory, else the standard ones.
     *
     * @throws CommandException naming everything that is wrong with it
     */
    public static RecommendSettings ofDataDirectory(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        return Files.exists(file) ? read(file) : RecommendSettings.STANDARD;
    }

    /** @throws CommandException naming everything that is wrong with it */
    public static RecommendSettings read(Path file) throws IOException {
        try {
            return read(file.toString(), Files.readString(file));
        } catch (InvalidDocumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), NEXT);
        }
    }

    static RecommendSettings read(String where, String yaml) throws InvalidDocumentException {
        RecommendSettingsReader reader = new RecommendSettingsReader();
        YamlSection top = YamlSection.of(where, yaml, reader.problems);
        RecommendSettings settings = reader.settings(top);
        top.end();
        if (!reader.problems.isEmpty()) {
            throw new InvalidDocumentException(where, reader.problems);
        }
        return settings;
    }

    private RecommendSettings settings(YamlSection top) {
        RecommendSettings standard = RecommendSettings.STANDARD;
        return new RecommendSettings(
                rules(top),
                top.valueOr("interval", RecommendSettingsReader::duration, standard.interval()),
                thresholds(top.section("thresholds")));
    }

    private Set<Action> rules(YamlSection top) {
        List<String> names = top.texts("rules");
        if (!top.has("rules")) {
            return RecommendSettings.STANDARD.rules();
        }
        EnumSet<Action> rules = EnumSet.noneOf(Action.class);
        for (int i = 0; i < names.size(); i++) {
            try {
                rules.add(Action.named(names.get(i)));
            } catch (IllegalArgumentException e) {
                top.wrong("rules[" + i + "]", "must be the name of a rule", names.get(i));
            }
        }
        return rules;
    }

    private Thresholds thresholds(YamlSection section) {
        Thresholds standard = Thresholds.STANDARD;
        int before = problems.size();
        long leastBytes = section.valueOr("leastBytes", BytesText::of, standard.leastBytes());
        Duration snapshotAge = age(section, "snapshotAge", standard.snapshotAge());
        Duration orphanAge = age(section, "orphanAge", standard.orphanAge());
        Duration offAge = age(section, "offAge", standard.offAge());
        Duration idleAge = age(section, "idleAge", standard.idleAge());
        double shrinkHeadroom = ratio(section, "shrinkHeadroomRatio", standard.shrinkHeadroomRatio());
        double shrinkLeast = ratio(section, "shrinkLeastRatio", standard.shrinkLeastRatio());
        Duration fillingWithin = age(section, "fillingWithin", standard.fillingWithin());
        double full = ratio(section, "fullRatio", standard.fullRatio());
        double relieved = ratio(section, "relievedRatio", standard.relievedRatio());
        double metadata = ratio(section, "metadataRatio", standard.metadataRatio());
        double metadataHeadroom = ratio(section, "metadataHeadroomRatio", standard.metadataHeadroomRatio());
        double cloneShared = ratio(section, "cloneSharedRatio", standard.cloneSharedRatio());
        long hostDisk = section.valueOr("hostDiskBytes", BytesText::of, standard.hostDiskBytes());
        double hostDiskUsed = ratio(section, "hostDiskUsedRatio", standard.hostDiskUsedRatio());
        section.end();
        if (problems.size() > before) {
            // Rules over values that could not be read would only complain about their stand-ins.
            return standard;
        }
        try {
            return new Thresholds(
                    leastBytes,
                    snapshotAge,
                    orphanAge,
                    offAge,
                    idleAge,
                    shrinkHeadroom,
                    shrinkLeast,
                    fillingWithin,
                    full,
                    relieved,
                    metadata,
                    metadataHeadroom,
                    cloneShared,
                    hostDisk,
                    hostDiskUsed);
        } catch (InvalidFieldException e) {
            problems.add(new Problem("thresholds." + e.field(), e.rule(), String.valueOf(e.value())));
            return standard;
        }
    }

    private static Duration age(YamlSection section, String key, Duration standard) {
        return section.valueOr(key, RecommendSettingsReader::duration, standard);
    }

    private static double ratio(YamlSection section, String key, double standard) {
        return section.valueOr(key, RecommendSettingsReader::number, standard);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number", e);
        }
    }

    private static Duration duration(String text) {
        Duration duration;
        try {
            duration = new DurationText().convert(text);
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException("must be a number with s, m, h or d, such as 7d", e);
        }
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must be from 1m to 3650d");
        }
        return duration;
    }
}
