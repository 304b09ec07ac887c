package io.ullage.service.node;

import io.ullage.service.flink.FlinkJobStatus;
import io.ullage.service.node.NodeFile.ChildProcess;
import io.ullage.service.node.NodeFile.RoutineState;
import io.ullage.service.process.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A running node at one moment.
 *
 * @param processes the node's own and its children
 * @param jobs those that Flink tells of; empty while it does not answer
 */
record NodeStatus(NodeFile node, List<ProcessRow> processes, List<FlinkJobStatus> jobs, Flow flow) {

    /**
     * A process.
     *
     * @param residentBytes absent where it does not run
     */
    record ProcessRow(
            String name,
            String state,
            @Nullable Long pid,
            @Nullable Long residentBytes,
            int restarts) {}

    static NodeStatus of(NodeFile node) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        List<FlinkJobStatus> jobs = new ArrayList<>();
        try {
            for (String job : NodeJobs.NAMES) {
                jobs.add(FlinkJobStatus.of(URI.create(node.flinkUrl()), job));
            }
        } catch (IOException failure) {
            problems.add("Flink: " + (failure.getMessage() == null ? "does not answer" : failure.getMessage()));
        }
        Flow flow;
        try (Flow.Meter meter = new Flow.Meter(node)) {
            flow = meter.read();
        }
        problems.addAll(flow.problems());
        for (RoutineState routine : node.routines()) {
            if (routine.failure() != null) {
                problems.add("routine " + routine.name() + ": " + routine.failure());
            }
        }
        return new NodeStatus(node, processes(node), jobs, flow.with(problems));
    }

    /** Everything runs and answers. */
    boolean healthy() {
        return flow.problems().isEmpty()
                && processes.stream()
                        .allMatch(process -> Supervisor.State.READY.name().equals(process.state()))
                && jobs.stream().allMatch(job -> "RUNNING".equals(job.state()));
    }

    /** Of all processes that run, in bytes; pages that two of them share count twice. */
    long residentBytes() {
        return processes.stream()
                .mapToLong(process -> process.residentBytes() == null ? 0 : process.residentBytes())
                .sum();
    }

    static List<ProcessRow> processes(NodeFile node) {
        List<ProcessRow> rows = new ArrayList<>();
        rows.add(row("node", node.state(), node.pid(), 0));
        for (ChildProcess child : node.processes()) {
            rows.add(row(child.name(), child.state(), child.pid(), child.restarts()));
        }
        return List.copyOf(rows);
    }

    private static ProcessRow row(String name, String state, @Nullable Long pid, int restarts) {
        OptionalLong resident = pid == null ? OptionalLong.empty() : ProcessMemory.residentBytes(pid);
        boolean gone =
                resident.isEmpty() && pid != null && ProcessHandle.of(pid).isEmpty();
        return new ProcessRow(
                name,
                gone ? "GONE" : state,
                gone ? null : pid,
                resident.isPresent() ? resident.getAsLong() : null,
                restarts);
    }
}
