package io.ullage.service.delivery;

import io.ullage.schema.alert.Alert;
import io.ullage.service.delivery.AlertLog.Entry;
import io.ullage.service.delivery.AlertmanagerBook.Item;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For one Alertmanager, which is told what fires again and again, and what ended for a while. News are told at once; its progress moves on when
 * it took them.
 */
final class AlertmanagerWork implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerWork.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOST_AT_ONCE = 100;
    private static final int NOTICES_KEPT = 2000;

    private final Target.Alertmanager target;
    private final HttpClient client;
    private final URI url;
    private final NoticeMaker notices;
    private final Retry retry;
    private final DeliveryMetrics.Of metrics;
    private final Clock clock;
    private final RandomGenerator random;

    /** What the store says of an alert is asked once per message, not at each repetition. */
    private final Map<String, Notice> made = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Notice> eldest) {
            return size() > NOTICES_KEPT;
        }
    };

    AlertmanagerWork(
            Target.Alertmanager target,
            NoticeMaker notices,
            Retry retry,
            DeliveryMetrics.Of metrics,
            Clock clock,
            RandomGenerator random)
            throws IOException {
        this.target = target;
        this.client = target.access().client();
        this.url = URI.create(target.access().url().toString().replaceAll("/+$", "") + "/api/v2/alerts");
        this.notices = notices;
        this.retry = retry;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void run(AlertLog log, Stop stop) throws InterruptedException {
        AlertmanagerBook book = new AlertmanagerBook(target.match());
        List<Entry> unhandled = new ArrayList<>();
        Instant due = Instant.MIN;
        Instant notBefore = Instant.MIN;
        int failures = 0;
        while (!stop.asked()) {
            for (Entry entry : log.read(LOOK)) {
                book.take(entry.alert(), entry.arrived(), !entry.place().open());
                if (entry.place().open()) {
                    unhandled.add(entry);
                }
            }
            metrics.firing(book.firing());
            metrics.waiting(book.news().size());
            Instant now = clock.instant();
            // Before the end of what is there already, an alert that fires may well have ended.
            if (!log.caughtUp() || now.isBefore(notBefore)) {
                continue;
            }
            boolean repeat = !now.isBefore(due);
            Answer answer = tell(repeat ? book.all(now) : book.news());
            if (answer.taken()) {
                failures = 0;
                due = repeat ? now.plus(target.repeat()) : due;
                unhandled.forEach(log::handled);
                unhandled.clear();
                log.commit();
            } else {
                failures++;
                metrics.failed();
                Duration pause = retry.pause(failures, answer.retryAfter(), random);
                notBefore = now.plus(pause);
                LOG.warn(
                        "{} failed {} times, tried again in {} ms: {}",
                        target.name(),
                        failures,
                        pause.toMillis(),
                        answer.reason());
            }
        }
    }

    /** TAKEN when all was taken, or refused for good; else why it failed. */
    private Answer tell(List<Item> items) throws InterruptedException {
        for (int from = 0; from < items.size(); from += MOST_AT_ONCE) {
            Answer answer = post(items.subList(from, Math.min(items.size(), from + MOST_AT_ONCE)));
            if (!answer.taken()) {
                return answer;
            }
        }
        return Answer.TAKEN;
    }

    /** An Alertmanager refuses a list for one wrong alert in it: halves are tried until that one stands alone. */
    private Answer post(List<Item> items) throws InterruptedException {
        List<AlertmanagerMessage> messages = new ArrayList<>();
        Instant now = clock.instant();
        for (Item item : items) {
            messages.add(AlertmanagerMessage.of(item, notice(item), now, target.repeat()));
        }
        Answer answer = target.access().post(client, url, AlertmanagerMessage.json(messages), List.of());
        if (answer.taken()) {
            items.forEach(Item::taken);
            metrics.sent(items.size());
            return answer;
        }
        if (answer.kind() == Answer.Kind.FAILED) {
            return answer;
        }
        if (items.size() == 1) {
            items.get(0).refused();
            metrics.refused(1);
            LOG.warn(
                    "{} refuses {}, which is not sent again: {}",
                    target.name(),
                    notice(items.get(0)).key(),
                    answer.reason());
            return Answer.TAKEN;
        }
        int half = items.size() / 2;
        Answer first = post(items.subList(0, half));
        return first.taken() ? post(items.subList(half, items.size())) : first;
    }

    private Notice notice(Item item) throws InterruptedException {
        Alert alert = item.alert();
        boolean ended = item.endsAt() != null;
        String key = alert.fingerprint() + " " + alert.startsAt() + " " + alert.revision() + " " + ended;
        Notice known = made.get(key);
        if (known != null) {
            return known;
        }
        Notice notice = notices.make(ended ? Occasion.RESOLVED : Occasion.FIRED, alert, item.first());
        made.put(key, notice);
        return notice;
    }
}
