package io.ullage.service.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.ullage.service.web.Tokens.Token;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Browsers that have shown a token. They are known for twelve hours, as long as the token stands and the server runs. */
final class Sessions {
    private static final String COOKIE = "ullage_session";
    private static final Duration LIFE = Duration.ofHours(12);
    private static final int BYTES = 32;
    private static final int MOST = 10_000;

    private final Tokens tokens;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> open = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            return size() > MOST;
        }
    };

    private record Session(Token token, Instant ends) {}

    Sessions(Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    void begin(Context http, Token token, boolean secure) {
        byte[] drawn = new byte[BYTES];
        random.nextBytes(drawn);
        String id = HexFormat.of().formatHex(drawn);
        synchronized (open) {
            open.put(id, new Session(token, clock.instant().plus(LIFE)));
        }
        http.cookie(new Cookie(COOKIE, id, "/", (int) LIFE.toSeconds(), secure, true, null, SameSite.STRICT));
    }

    Optional<Principal> principal(Context http) throws IOException {
        String id = http.cookie(COOKIE);
        if (id == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Session session;
        synchronized (open) {
            session = open.get(id);
            if (session != null && !now.isBefore(session.ends())) {
                open.remove(id);
                session = null;
            }
        }
        return session == null
                ? Optional.empty()
                : tokens.standing(session.token(), now).map(Token::principal);
    }

    static boolean isKnownTo(Context http) {
        return http.cookie(COOKIE) != null;
    }

    void end(Context http) {
        String id = http.cookie(COOKIE);
        if (id != null) {
            synchronized (open) {
                open.remove(id);
            }
        }
        http.removeCookie(COOKIE, "/");
    }
}
