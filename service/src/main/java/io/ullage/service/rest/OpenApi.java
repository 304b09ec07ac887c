package io.ullage.service.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ullage.service.web.Audience;
import io.ullage.service.web.Links;
import io.ullage.service.web.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The description of REST, {@code openapi.yaml} beside this class, as it is and as JSON. */
final class OpenApi {
    private static final String YAML = read();
    private static final String JSON = asJson();

    private OpenApi() {}

    static List<Route> routes() {
        return List.of(
                Route.get(Links.API + "/openapi.yaml", call -> Answers.text(call, "application/yaml", YAML))
                        .forAudience(Audience.PUBLIC),
                Route.get(Links.API + "/openapi.json", call -> Answers.text(call, "application/json", JSON))
                        .forAudience(Audience.PUBLIC));
    }

    static String yaml() {
        return YAML;
    }

    private static String read() {
        try (InputStream stream = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            if (stream == null) {
                throw new IllegalStateException("openapi.yaml is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String asJson() {
        try {
            return new ObjectMapper().writeValueAsString(new YAMLMapper().readTree(YAML));
        } catch (IOException broken) {
            throw new UncheckedIOException("openapi.yaml is not YAML", broken);
        }
    }
}
