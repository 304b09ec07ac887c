package io.ullage.service.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.ullage.service.estate.Scope;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a browser shows its token. Plain HTML, so that it needs nothing that a page needs. */
final class LoginPage {
    private static final String TOKEN = "access-token";
    private static final String NEXT = "next";
    private static final Principal NOBODY = new Principal("nobody", Role.VIEWER, Scope.everything());
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>Sign in · Ullage</title>
            </head>
            <body>
            <main>
            <h1>Ullage</h1>
            %s<form method="post" action="%s">
            <input type="hidden" name="%s" value="%s">
            <input type="hidden" name="next" value="%s">
            <p><label for="access-token">Access token</label></p>
            <p><input type="password" id="access-token" name="access-token" size="48" required autocomplete="current-password"></p>
            <p><button type="submit">Sign in</button></p>
            </form>
            <p>Whoever runs this server makes one with <code>ullage console token add NAME</code>.</p>
            </main>
            </body>
            </html>
            """;

    private final Access access;
    private final FormTokens forms;
    private final Guard guard;

    LoginPage(Access access, FormTokens forms, Guard guard) {
        this.access = access;
        this.forms = forms;
        this.guard = guard;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Links.LOGIN, call -> show(call.http(), HttpStatus.OK, null))
                        .forAudience(Audience.PUBLIC),
                Route.post(Links.LOGIN, call -> login(call.http())).forAudience(Audience.PUBLIC),
                Route.post(Links.LOGOUT, call -> {
                            access.logout(call.http());
                            call.http().redirect(Links.LOGIN, HttpStatus.SEE_OTHER);
                        })
                        .forAudience(Audience.SCOPED));
    }

    private void show(Context http, HttpStatus status, @Nullable String wrong) {
        String next = http.method().equals(Method.GET.type()) ? http.queryParam(NEXT) : http.formParam(NEXT);
        http.status(status);
        http.html(PAGE.formatted(
                wrong == null ? "" : "<p role=\"alert\">" + escaped(wrong) + "</p>\n",
                Links.LOGIN,
                FormTokens.FIELD,
                forms.issue(http, NOBODY, access.isSecure(http)),
                escaped(ours(next))));
    }

    private void login(Context http) throws IOException {
        guard.requireOurOwn(http, NOBODY);
        String secret = http.formParam(TOKEN);
        if (secret == null || !access.login(http, secret.strip())) {
            show(http, HttpStatus.UNAUTHORIZED, "The token is not known, or has expired.");
            return;
        }
        http.redirect(ours(http.formParam(NEXT)), HttpStatus.SEE_OTHER);
    }

    /** A path of this server; the start where it is something else, such as another site. */
    private static String ours(@Nullable String next) {
        boolean path = next != null && next.matches("/[A-Za-z0-9~._/?&=%-]*") && !next.startsWith("//");
        return path ? next : Links.OVERVIEW;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
