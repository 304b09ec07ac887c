package io.ullage.bench.throughput;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;

/**
 * The last completed checkpoint of the only job on a cluster, from Flink's REST.
 *
 * @param stateBytes in full, as the checkpoint counts it
 * @param checkpointMillis from trigger to completion
 */
record JobFigures(long stateBytes, long checkpointMillis) {
    static JobFigures of(URI rest) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        String job =
                get(http, rest.resolve("/jobs")).path("jobs").path(0).path("id").asText();
        JsonNode latest = get(http, rest.resolve("/jobs/" + job + "/checkpoints"))
                .path("latest")
                .path("completed");
        return new JobFigures(
                latest.path("state_size").asLong(),
                latest.path("end_to_end_duration").asLong());
    }

    private static JsonNode get(HttpClient http, URI uri) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "state %.1f MiB, checkpoint %d ms", stateBytes / 1048576.0, checkpointMillis);
    }
}
