package io.ullage.service.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A Flink cluster's REST interface, as far as {@code ullage job} needs it. */
final class FlinkRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** An upload crosses the network with tens of megabytes, and {@code main} runs on a JobManager that may be small. */
    private static final Duration SLOW_ANSWER = Duration.ofMinutes(3);

    private final URI root;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /** @param root such as {@code http://jobmanager:8081} */
    FlinkRest(URI root) {
        this.root = root;
    }

    /** An answer that is none of success. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** @param slotsTotal of all TaskManagers that are there now */
    record Overview(int taskManagers, int slotsTotal, int slotsAvailable) {}

    /**
     * @param state such as {@code RUNNING}
     * @param tasks of all operators, and how many of them run
     */
    record Job(String id, String name, String state, long startMillis, int tasks, int runningTasks) {
        boolean ended() {
            return switch (state) {
                case "FINISHED", "CANCELED", "FAILED" -> true;
                default -> false;
            };
        }

        boolean running() {
            return state.equals("RUNNING") && tasks > 0 && runningTasks == tasks;
        }
    }

    /** How to run a jar's {@code main}. */
    record Run(
            String mainClass,
            List<String> arguments,
            @Nullable String savepoint,
            boolean claim,
            boolean allowNonRestoredState) {}

    URI root() {
        return root;
    }

    /** Such as {@code 2.3.0}; empty where what answers is no Flink. */
    Optional<String> version() throws IOException, InterruptedException {
        try {
            JsonNode version = get("/config").path("flink-version");
            return version.isTextual() ? Optional.of(version.asText()) : Optional.empty();
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    Overview overview() throws IOException, InterruptedException {
        JsonNode overview = get("/overview");
        return new Overview(
                overview.path("taskmanagers").asInt(),
                overview.path("slots-total").asInt(),
                overview.path("slots-available").asInt());
    }

    /** A setting of the cluster; empty where it has none of that name. */
    Optional<String> setting(String key) throws IOException, InterruptedException {
        for (JsonNode each : get("/jobmanager/config")) {
            if (each.path("key").asText().equals(key)) {
                return Optional.of(each.path("value").asText());
            }
        }
        return Optional.empty();
    }

    /** All that the JobManager remembers, also those that have ended. */
    List<Job> jobs() throws IOException, InterruptedException {
        List<Job> jobs = new ArrayList<>();
        for (JsonNode job : get("/jobs/overview").path("jobs")) {
            JsonNode tasks = job.path("tasks");
            jobs.add(new Job(
                    job.path("jid").asText(),
                    job.path("name").asText(),
                    job.path("state").asText(),
                    job.path("start-time").asLong(),
                    tasks.path("total").asInt(),
                    tasks.path("running").asInt()));
        }
        return jobs;
    }

    JsonNode checkpoints(String jobId) throws IOException, InterruptedException {
        return get("/jobs/" + jobId + "/checkpoints");
    }

    /** Why the job failed last, as a stack trace; empty where it never did. */
    Optional<String> failure(String jobId) throws IOException, InterruptedException {
        JsonNode entries =
                get("/jobs/" + jobId + "/exceptions").path("exceptionHistory").path("entries");
        JsonNode trace = entries.path(0).path("stacktrace");
        return trace.isTextual() ? Optional.of(trace.asText()) : Optional.empty();
    }

    /** @return the id by which {@link #run} and {@link #deleteJar} know it */
    String uploadJar(Path jar) throws IOException, InterruptedException {
        String boundary = "ullage-" + UUID.randomUUID();
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"" + jar.getFileName()
                        + "\"\r\nContent-Type: application/java-archive\r\n\r\n"),
                BodyPublishers.ofFile(jar),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        HttpRequest request = request("/jars/upload", SLOW_ANSWER)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body)
                .build();
        String file = answer(request).path("filename").asText();
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /** @return the job's id, once the JobManager has taken it */
    String run(String jarId, Run run) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.put("entryClass", run.mainClass());
        run.arguments().forEach(body.putArray("programArgsList")::add);
        body.put("allowNonRestoredState", run.allowNonRestoredState());
        if (run.savepoint() != null) {
            body.put("savepointPath", run.savepoint());
            body.put("claimMode", run.claim() ? "CLAIM" : "NO_CLAIM");
        }
        return post("/jars/" + jarId + "/run", body, SLOW_ANSWER).path("jobid").asText();
    }

    void deleteJar(String jarId) throws IOException, InterruptedException {
        answer(request("/jars/" + jarId, ANSWER).DELETE().build());
    }

    void cancel(String jobId) throws IOException, InterruptedException {
        answer(request("/jobs/" + jobId + "?mode=cancel", ANSWER)
                .method("PATCH", BodyPublishers.noBody())
                .build());
    }

    /** @return the request's id, for {@link #savepoint} */
    String stop(String jobId, String directory, boolean drain) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.put("targetDirectory", directory);
        body.put("drain", drain);
        body.put("formatType", "CANONICAL");
        return post("/jobs/" + jobId + "/stop", body, ANSWER).path("request-id").asText();
    }

    /**
     * Where the savepoint lies; empty while it is being written.
     *
     * @throws RefusedException with the reason where it failed
     */
    Optional<String> savepoint(String jobId, String requestId) throws IOException, InterruptedException {
        JsonNode answer = get("/jobs/" + jobId + "/savepoints/" + requestId);
        if (!answer.path("status").path("id").asText().equals("COMPLETED")) {
            return Optional.empty();
        }
        JsonNode failure = answer.path("operation").path("failure-cause").path("stack-trace");
        if (failure.isTextual()) {
            throw new RefusedException(200, failure.asText());
        }
        return Optional.of(answer.path("operation").path("location").asText());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return answer(request(path, ANSWER).build());
    }

    private JsonNode post(String path, ObjectNode body, Duration timeout) throws IOException, InterruptedException {
        return answer(request(path, timeout)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build());
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        String base = root.toString().replaceFirst("/+$", "");
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new RefusedException(response.statusCode(), errors(response.body()));
        }
        return JSON.readTree(response.body());
    }

    /** Flink answers with a list of messages and stack traces; a proxy before it with anything. */
    private static String errors(byte[] body) {
        try {
            StringBuilder text = new StringBuilder();
            for (JsonNode error : JSON.readTree(body).path("errors")) {
                text.append(error.asText()).append('\n');
            }
            return text.toString().strip();
        } catch (IOException noJson) {
            String text = new String(body, StandardCharsets.UTF_8).strip();
            return text.substring(0, Math.min(200, text.length()));
        }
    }
}
