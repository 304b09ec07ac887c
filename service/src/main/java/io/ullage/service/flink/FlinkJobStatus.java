package io.ullage.service.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job does, as Flink's REST interface tells.
 *
 * @param state such as {@code RUNNING}
 * @param completedCheckpoints since the process started
 * @param lastCheckpoint when the newest checkpoint was completed; absent before the first
 * @param lastCheckpointBytes of state; absent before the first
 */
public record FlinkJobStatus(
        String name,
        String state,
        long completedCheckpoints,
        long failedCheckpoints,
        @Nullable Instant lastCheckpoint,
        @Nullable Long lastCheckpointBytes) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param rest of the cluster, such as {@code http://127.0.0.1:8081} */
    public static FlinkJobStatus of(URI rest, String jobName) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        String job = "/jobs/" + FlinkJob.idOf(jobName);
        String state = get(client, rest.resolve(job)).path("state").asText();
        JsonNode checkpoints = get(client, rest.resolve(job + "/checkpoints"));
        JsonNode latest = checkpoints.path("latest").path("completed");
        return new FlinkJobStatus(
                jobName,
                state,
                checkpoints.path("counts").path("completed").asLong(),
                checkpoints.path("counts").path("failed").asLong(),
                latest.has("latest_ack_timestamp")
                        ? Instant.ofEpochMilli(
                                latest.get("latest_ack_timestamp").asLong())
                        : null,
                latest.has("state_size") ? latest.get("state_size").asLong() : null);
    }

    private static JsonNode get(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(uri + " answers " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }
}
