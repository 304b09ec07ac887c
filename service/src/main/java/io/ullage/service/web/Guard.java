package io.ullage.service.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every request has to pass, and what every answer carries. */
final class Guard {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";
    private static final Set<String> OUR_SITES = Set.of("same-origin", "none");

    private static final String A_YEAR = "max-age=31536000";

    private final Access access;
    private final FormTokens forms;

    Guard(Access access, FormTokens forms) {
        this.access = access;
        this.forms = forms;
    }

    void harden(Context http) {
        http.header("Content-Security-Policy", POLICY);
        http.header("X-Content-Type-Options", "nosniff");
        http.header("X-Frame-Options", "DENY");
        http.header("Referrer-Policy", "same-origin");
        http.header("Cross-Origin-Opener-Policy", "same-origin");
        http.header("Cross-Origin-Resource-Policy", "same-origin");
        http.header("Cache-Control", "no-store");
        if (access.isSecure(http)) {
            http.header("Strict-Transport-Security", A_YEAR);
        }
        String host = http.header("Host");
        if (access.isLoopback() && (host == null || !isKnown(host))) {
            throw new HttpResponseException(
                    HttpStatus.MISDIRECTED_REQUEST.getCode(),
                    "This server answers to localhost only, and was asked as " + host + ".");
        }
    }

    private boolean isKnown(String host) {
        return Loopback.isName(host) || access.settings().hosts().contains(Loopback.name(host));
    }

    /** Of a request that changes something: that it comes from a page of ours, or from no browser. */
    void requireOurOwn(Context http, Principal principal) {
        String site = http.header("Sec-Fetch-Site");
        String origin = http.header("Origin");
        if (site != null && !OUR_SITES.contains(site) || origin != null && !isOurs(origin, http)) {
            throw new ForbiddenResponse("Requests that change something must come from this site.");
        }
        // Whoever shows a token in a header is no browser that another site makes ask.
        boolean shown = http.header("Authorization") != null;
        if (!shown && !http.isJson() && !forms.isGood(http, principal)) {
            throw new ForbiddenResponse("The form has expired. Load the page again and repeat.");
        }
    }

    private static boolean isOurs(String origin, Context http) {
        @Nullable String host = http.header("Host");
        return origin.equals("http://" + host) || origin.equals("https://" + host);
    }
}
