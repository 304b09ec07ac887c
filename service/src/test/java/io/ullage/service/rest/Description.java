package io.ullage.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;

/** The OpenAPI document, to hold answers to: its schemas are JSON Schema 2020-12. */
record Description(JsonNode document) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Description of(JsonNode document) {
        assertThat(document.path("openapi").asText()).startsWith("3.1.");
        return new Description(document);
    }

    /** Such as {@code get /volumes/{id}}. */
    Set<String> operations() {
        Set<String> operations = new HashSet<>();
        document.get("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> operations.add(method + " " + path.getKey())));
        return operations;
    }

    /** Its status is foreseen, and its body is as the schema of that status says. */
    void check(String template, HttpResponse<String> answer) throws JsonProcessingException {
        String what = template + " " + answer.statusCode() + " " + answer.body();
        JsonNode response =
                document.at("/paths/" + template.replace("/", "~1") + "/get/responses/" + answer.statusCode());
        if (response.has("$ref")) {
            response = document.at(response.get("$ref").asText().substring(1));
        }
        assertThat(response.isMissingNode()).as(what).isFalse();
        String type = answer.headers().firstValue("Content-Type").orElseThrow().replaceAll(";.*", "");
        JsonNode content = response.path("content").path(type);
        assertThat(content.isMissingNode()).as(what).isFalse();
        if (type.endsWith("json")) {
            JsonNode schema = JSON.createObjectNode()
                    .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                    .setAll((com.fasterxml.jackson.databind.node.ObjectNode)
                            content.get("schema").deepCopy());
            ((com.fasterxml.jackson.databind.node.ObjectNode) schema).set("components", document.get("components"));
            assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(JSON.readTree(answer.body())))
                    .as(what)
                    .isEmpty();
        }
    }
}
