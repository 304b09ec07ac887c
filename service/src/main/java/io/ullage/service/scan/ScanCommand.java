package io.ullage.service.scan;

import io.ullage.agent.Agent;
import io.ullage.agent.AgentConfig;
import io.ullage.agent.Collected;
import io.ullage.agent.InvalidConfigException;
import io.ullage.agent.collect.Progress;
import io.ullage.agent.image.ImageSearch;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.service.output.CommandException;
import io.ullage.service.output.ExitCode;
import io.ullage.service.output.OutputFormat;
import io.ullage.service.output.OutputOptions;
import io.ullage.service.output.StatusLine;
import io.ullage.service.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ullage scan}. */
@Command(
        name = "scan",
        description = {
            "Look once at this machine and at disk images, without a server.",
            "Shows where every provisioned byte is, and what would come back by which command. Reads metadata only; prints"
                    + " commands and runs none."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ullage scan                                    # the disks of this machine",
            "  ullage scan /var/lib/libvirt/images            # and all images in a directory",
            "  ullage scan vm.qcow2 --format json             # one document with everything",
            "  ullage scan /srv --format csv --list actions   # one listing"
        })
public final class ScanCommand implements Callable<Integer> {
    private static final String LIBVIRT = "/etc/libvirt/qemu";

    private final Terminal terminal;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Image files, and directories that are searched for them.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--list",
            paramLabel = "WHAT",
            description = "Only one listing: ${COMPLETION-CANDIDATES} (CSV: volumes by default).")
    private @Nullable ScanList list;

    @Option(
            names = "--actions",
            paramLabel = "N",
            defaultValue = "10",
            description = "Most actions in the table (default: ${DEFAULT-VALUE}).")
    private int mostActions;

    @Option(
            names = "--libvirt",
            paramLabel = "DIR",
            description = "Domain definitions that say which machine uses which image (default: " + LIBVIRT
                    + " if it is there).")
    private @Nullable Path libvirt;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public ScanCommand(Terminal terminal) {
        this.terminal = terminal;
        this.output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Scan scan = ScanAssembler.assemble(collect());
        List<ReclaimAction> actions = ReclaimAdvice.of(scan);
        PrintWriter out = spec.commandLine().getOut();
        ScanPrinter printer = new ScanPrinter(scan, actions, output, out);
        if (list != null) {
            printer.print(list);
        } else if (output.format() == OutputFormat.JSON) {
            printer.printJson();
        } else if (output.format() == OutputFormat.CSV) {
            printer.print(ScanList.VOLUMES);
        } else {
            printer.printForPeople(mostActions);
        }
        return exitCode(scan);
    }

    private int exitCode(Scan scan) {
        PrintWriter err = spec.commandLine().getErr();
        int asked = paths.isEmpty()
                ? scan.problems().size()
                : scan.problemsWithImages().size();
        int elsewhere = scan.problems().size() - asked;
        if (scan.isEmpty()) {
            err.println("ullage: nothing found. Name directories that hold disk images: ullage scan PATH…");
        } else if (!paths.isEmpty() && scan.volumes().isEmpty()) {
            err.println("ullage: no disk image found in " + paths);
        } else if (asked > 0) {
            err.println("ullage: part of it could not be read: " + asked + " problem(s), listed by --list problems");
        } else {
            if (elsewhere > 0) {
                err.println("ullage: elsewhere on this machine " + elsewhere
                        + " thing(s) could not be read, listed by --list problems");
                err.flush();
            }
            return ExitCode.OK;
        }
        err.flush();
        return ExitCode.PARTIAL;
    }

    private Collected collect() throws IOException, InterruptedException {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw CommandException.usage("PATH: must exist, was " + path, null);
            }
        }
        Set<AgentRole> roles = EnumSet.of(AgentRole.GUEST);
        if (!paths.isEmpty()) {
            roles.add(AgentRole.HOST);
        }
        List<Path> absolute =
                paths.stream().map(path -> path.toAbsolutePath().normalize()).toList();
        AgentConfig config = AgentConfig.standard(Path.of(System.getProperty("java.io.tmpdir")))
                .withRoles(roles)
                .withImages(images(absolute))
                .withMetrics(AgentConfig.Metrics.OFF);
        try (StatusLine status = new StatusLine(spec.commandLine().getErr(), terminal)) {
            Progress progress = (collector, done, total, item) -> status.show(done, total, item);
            return Agent.collectOnce(config, Clock.systemUTC(), progress);
        } catch (InvalidConfigException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), null);
        }
    }

    private ImageSearch images(List<Path> absolute) {
        ImageSearch all = ImageSearch.in(absolute);
        Path domains = libvirt == null ? Path.of(LIBVIRT) : libvirt;
        if (libvirt != null && !Files.isDirectory(domains)) {
            throw CommandException.usage("--libvirt: must be a directory, was " + libvirt, null);
        }
        return new ImageSearch(
                all.paths(),
                all.names(),
                all.maxDepth(),
                all.maxFiles(),
                Files.isReadable(domains) && Files.isDirectory(domains) ? List.of(domains) : List.of(),
                all.attachments());
    }
}
