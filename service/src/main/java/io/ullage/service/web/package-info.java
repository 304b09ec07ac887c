/**
 * The server that REST, console and metrics are parts of: one port, plain HTTP or TLS, who may see what, and what every answer carries.
 * Javalin on Jetty (<a href="https://javalin.io/documentation">documentation</a>).
 *
 * <p>A {@link io.ullage.service.web.WebPart} brings {@link io.ullage.service.web.Route routes}; each says who may come
 * ({@link io.ullage.service.web.Audience}), and its handler gets a {@link io.ullage.service.web.Call} with the
 * {@link io.ullage.service.web.Principal}, whose scope every question to the store takes along. Paths are in
 * {@link io.ullage.service.web.Links}.
 *
 * <p>Guarantees: a handler is not reached by whom its route does not admit; a form that changes something is refused without the token
 * of {@link io.ullage.service.web.Call#formToken}; on loopback only names of loopback are answered to, so that no web page can be made
 * to ask by a name of its own; no answer may be framed, sniffed or run what is not ours. Errors are RFC 9457 problems under {@code /api}.
 */
@NullMarked
package io.ullage.service.web;

import org.jspecify.annotations.NullMarked;
