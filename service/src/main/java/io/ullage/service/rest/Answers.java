package io.ullage.service.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.ullage.service.estate.Page;
import io.ullage.service.web.Call;

/** Writes answers as JSON. */
final class Answers {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private Answers() {}

    static void page(Call call, Page<?> page) {
        one(call, page);
    }

    static void one(Call call, Object answer) {
        try {
            call.http().result(JSON.writeValueAsBytes(answer));
            call.http().contentType("application/json");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records can be written", impossible);
        }
    }
}
