package io.ullage.service.web;

import io.javalin.http.Context;
import io.ullage.service.estate.Scope;

/** One request, by somebody who is known and whom the route admits. */
public final class Call {
    private final Context http;
    private final Principal principal;
    private final FormTokens forms;
    private final Access access;

    Call(Context http, Principal principal, FormTokens forms, Access access) {
        this.http = http;
        this.principal = principal;
        this.forms = forms;
        this.access = access;
    }

    public Context http() {
        return http;
    }

    public Principal principal() {
        return principal;
    }

    /** To give to every question to the store. */
    public Scope scope() {
        return principal.scope();
    }

    /** A parameter of the path, as the id that {@link Links} made it from. */
    public String id(String parameter) {
        return Links.id(http.pathParam(parameter));
    }

    /** Those of the query. */
    public Parameters parameters() {
        return new Parameters(http.queryParamMap());
    }

    /** Those of a form that was sent, without its token. */
    public Parameters form() {
        Parameters parameters = new Parameters(http.formParamMap());
        parameters.text(FormTokens.FIELD);
        return parameters;
    }

    /** The name of the hidden field that every form that changes something has. */
    public String formTokenField() {
        return FormTokens.FIELD;
    }

    /** Its value: a new one for each page. */
    public String formToken() {
        return forms.issue(http, principal, access.isSecure(http));
    }

    /** Whether the browser has a session that it can end at {@link Links#LOGOUT}. */
    public boolean hasSession() {
        return Sessions.isKnownTo(http);
    }
}
