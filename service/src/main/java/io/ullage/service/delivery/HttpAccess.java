package io.ullage.service.delivery;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a target is reached by HTTP.
 *
 * @param tokenFile of a bearer token; absent where none is wanted
 * @param user for basic authentication, with {@code passwordFile}; absent where it is not wanted
 * @param caFile certificates to trust instead of those of the JVM, as PEM; absent for those of the JVM
 */
record HttpAccess(
        URI url,
        @Nullable SecretFile tokenFile,
        @Nullable String user,
        @Nullable SecretFile passwordFile,
        @Nullable Path caFile) {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(30);
    private static final int SHOWN = 300;

    /** Of these the target is not wrong about the message: it is not set up, or not ready. */
    private static final Set<Integer> NOT_FINAL = Set.of(401, 403, 404, 407, 408, 421, 425, 429);

    HttpClient client() throws IOException {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER);
        if (caFile != null) {
            builder.sslContext(TrustedAuthorities.context(caFile));
        }
        return builder.build();
    }

    /** One attempt: 2xx takes it, 4xx refuses it but for those that speak of access or load, all else has failed. */
    Answer post(HttpClient client, URI to, byte[] body, List<String> headers) throws InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(to)
                    .timeout(WHOLE)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "ullage")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            for (int i = 0; i + 1 < headers.size(); i += 2) {
                request.header(headers.get(i), headers.get(i + 1));
            }
            authorize(request);
            return answer(client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return Answer.failed(to.getAuthority() + ": " + e);
        }
    }

    private void authorize(HttpRequest.Builder request) throws IOException {
        if (tokenFile != null) {
            request.header("Authorization", "Bearer " + tokenFile.read());
        } else if (user != null && passwordFile != null) {
            byte[] login = (user + ":" + passwordFile.read()).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return Answer.TAKEN;
        }
        String body = response.body().strip().replaceAll("\\p{Cntrl}+", " ");
        String reason =
                "HTTP " + status + (body.isEmpty() ? "" : ": " + body.substring(0, Math.min(body.length(), SHOWN)));
        if (status / 100 == 4 && !NOT_FINAL.contains(status)) {
            return Answer.refused(reason);
        }
        return new Answer(
                Answer.Kind.FAILED,
                reason,
                response.headers()
                        .firstValue("Retry-After")
                        .map(HttpAccess::seconds)
                        .orElse(null));
    }

    /** A date is not understood: our own pause serves as well. */
    private static @Nullable Duration seconds(String retryAfter) {
        return retryAfter.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(retryAfter)) : null;
    }
}
