package io.ullage.service.cluster;

import picocli.CommandLine.Command;

/** {@code ullage job}. */
@Command(
        name = "job",
        description = "The jobs on a Flink cluster. 'ullage up' needs none of this: it runs them itself.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {JobSubmitCommand.class, JobListCommand.class, JobStopCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage job list --flink http://jobmanager:8081",
            "  ullage job stop --flink http://jobmanager:8081 --savepoint s3://ullage/savepoints"
        })
public final class JobCommand {}
