package io.ullage.service.cluster;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a stack trace of Flink comes to, in a line, and what to do about it.
 *
 * @param message of the innermost cause that says something
 * @param next what to do, as full sentences
 * @param forGood no further try can succeed while nothing is changed
 */
record RootCause(String message, String next, boolean forGood) {
    private static final Pattern CAUSE =
            Pattern.compile("(?m)^(?:Caused by: )?([\\w.$]+(?:Exception|Error|Throwable)\\b.*)$");

    private record Known(Pattern sign, String next, boolean forGood) {}

    private static final List<Known> KNOWN = List.of(
            known(
                    "StateMigrationException|The new (?:key|state|namespace) serializer",
                    "The state was written by a build whose types this one cannot read. Go on with the build that wrote it, or begin"
                            + " without state: 'ullage job submit' without --from-savepoint reads ullage.reports from its beginning"
                            + " and writes the rows that stand there already once more; nothing is counted twice. Older rows stay.",
                    true),
            known(
                    "Cannot map checkpoint/savepoint state for operator",
                    "The state has an operator that this build lacks, as after going back to an older build. Submit again with"
                            + " --allow-non-restored-state to leave that operator's state behind.",
                    true),
            known(
                    "clickhouse-password-file|\\.(?:NoSuchFile|AccessDenied)Exception: ",
                    "Files that arguments name are opened on the JobManager and on every TaskManager: put it there, readable by Flink's"
                            + " user.",
                    true),
            known(
                    "Cannot find (?:checkpoint or )?savepoint|Cannot find meta data file|_metadata.* does not exist",
                    "Name a directory that holds a _metadata, by a path that the JobManager reaches: --from-savepoint.",
                    true),
            known(
                    "UnsupportedFileSystemSchemeException",
                    "Flink has no plugin for this kind of address: put flink-s3-fs-presto or the like into its plugins directory, on"
                            + " every machine.",
                    true),
            known(
                    "Failed to create checkpoint storage|Failed to create directory for shared state|Mkdirs failed",
                    "--checkpoint-directory must be one that the JobManager and every TaskManager can write, such as a shared file system"
                            + " or s3://.",
                    true),
            known(
                    "NoResourceAvailableException|Could not acquire the minimum required resources",
                    "The cluster has too few free slots: add a TaskManager, raise taskmanager.numberOfTaskSlots, or lower --parallelism.",
                    false),
            known(
                    "UnknownTopicOrPartitionException",
                    "Create the topics: docs/cluster.md says which, with which settings.",
                    false),
            known(
                    "SaslAuthenticationException|TopicAuthorizationException|GroupAuthorizationException|SslAuthenticationException",
                    "Kafka refuses this client: look at the file that --kafka-properties names, and at the rights of its user.",
                    false),
            known(
                    "Failed to list subscribed topic|TimeoutException: .*(?:topic|Call\\(|metadata)",
                    "The cluster does not reach Kafka: look at --kafka, and at what the brokers advertise.",
                    false));

    static RootCause of(String stackTrace) {
        List<String> causes =
                CAUSE.matcher(stackTrace).results().map(match -> match.group(1)).toList();
        String message = causes.isEmpty() ? firstLine(stackTrace) : causes.get(causes.size() - 1);
        for (Known known : KNOWN) {
            if (known.sign.matcher(stackTrace).find()) {
                return new RootCause(message, known.next, known.forGood);
            }
        }
        return new RootCause(message, "The cluster's web interface and logs show more.", false);
    }

    private static Known known(String sign, String next, boolean forGood) {
        return new Known(Pattern.compile(sign), next, forGood);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no reason given");
    }
}
