/**
 * Alerts from the topic {@code ullage.alerts} to where people and programs hear of them: Alertmanager
 * (<a href="https://prometheus.io/docs/alerting/latest/alerts_api/">API v2</a>), a webhook of our own form, and mail
 * (<a href="https://www.rfc-editor.org/rfc/rfc5321">RFC 5321</a>, submission by
 * <a href="https://www.rfc-editor.org/rfc/rfc6409">RFC 6409</a>).
 *
 * <p>Guarantees: only what is committed on the topic is told. Each target has a progress of its own, on the broker, which moves on only when
 * the target took a message or refused it for good: a dead target holds up no other, and nothing is lost over a restart or a kill. A firing is
 * told once per occasion; only a kill between a target's answer and the note of it tells it again, under the same key. A target that cannot be
 * reached is tried again, ever more seldom. Secrets come from files that only their owner reads, and go nowhere but to their target.
 */
@NullMarked
package io.ullage.service.delivery;

import org.jspecify.annotations.NullMarked;
