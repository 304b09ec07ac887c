package io.ullage.service.web;

import io.javalin.http.HandlerType;

/** What routes are made of. HEAD is answered where GET is. */
public enum Method {
    GET(HandlerType.GET),
    POST(HandlerType.POST);

    private final HandlerType type;

    Method(HandlerType type) {
        this.type = type;
    }

    HandlerType type() {
        return type;
    }
}
