package io.ullage.service.delivery;

import io.ullage.schema.alert.Alert;
import io.ullage.service.delivery.AlertLog.Entry;
import io.ullage.service.delivery.Progress.Place;
import io.ullage.service.delivery.Told.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For a target that is told each occasion once, in their order; of a mail, those of a window together. */
final class MessageWork implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(MessageWork.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    /** What waits beyond so many is not gathered for longer, so that the note of what was handled stays short. */
    private static final int MOST_WAITING = 200;

    private final Target target;
    private final Grouping grouping;
    private final Channel channel;
    private final NoticeMaker notices;
    private final Retry retry;
    private final DeliveryMetrics.Of metrics;
    private final Clock clock;
    private final RandomGenerator random;

    private record Pending(Entry entry, Step step) {
        boolean inDoubt() {
            return entry.place() == Place.IN_DOUBT;
        }
    }

    /**
     * What becomes one message.
     *
     * @param gather for how long what comes after the first is waited for; zero: each is a message of its own
     * @param labels that alerts of one message share
     */
    record Grouping(java.util.Set<Occasion> tell, Duration gather, List<String> labels) {
        Object keyOf(Alert alert, long number) {
            return gather.isZero()
                    ? number
                    : labels.stream()
                            .map(alert.labels()::get)
                            .map(String::valueOf)
                            .toList();
        }
    }

    MessageWork(
            Target target,
            Grouping grouping,
            Channel channel,
            NoticeMaker notices,
            Retry retry,
            DeliveryMetrics.Of metrics,
            Clock clock,
            RandomGenerator random) {
        this.target = target;
        this.grouping = grouping;
        this.channel = channel;
        this.notices = notices;
        this.retry = retry;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void run(AlertLog log, Stop stop) throws InterruptedException {
        Told told = new Told(target.match(), grouping.tell());
        List<Pending> waiting = new ArrayList<>();
        Instant due = Instant.MAX;
        while (!stop.asked()) {
            for (Entry entry : log.read(LOOK)) {
                take(entry, told, log).ifPresent(step -> waiting.add(new Pending(entry, step)));
            }
            metrics.waiting(waiting.size());
            if (waiting.isEmpty()) {
                log.commit();
                continue;
            }
            // What was one message when the process ended is one again, so all of it has to be read first.
            if (!log.caughtUp() && waiting.stream().anyMatch(Pending::inDoubt)) {
                continue;
            }
            if (due.equals(Instant.MAX)) {
                due = clock.instant().plus(grouping.gather());
            }
            if (waiting.size() >= MOST_WAITING || !clock.instant().isBefore(due)) {
                if (!deliver(waiting, log, stop)) {
                    return;
                }
                waiting.clear();
                metrics.waiting(0);
                due = Instant.MAX;
            }
        }
    }

    /** What is to be told of it; what is not is handled at once. */
    private static Optional<Step> take(Entry entry, Told told, AlertLog log) {
        if (entry.place() == Place.EARLIER) {
            told.earlier(entry.alert(), entry.arrived());
            return Optional.empty();
        }
        Optional<Step> step = told.take(entry.alert(), entry.arrived());
        if (entry.place() == Place.HANDLED) {
            return Optional.empty();
        }
        if (step.isEmpty()) {
            log.handled(entry);
        }
        return step;
    }

    /** Whether all was handled; not so if it was asked to stop. */
    private boolean deliver(List<Pending> waiting, AlertLog log, Stop stop) throws InterruptedException {
        Map<Object, List<Pending>> groups = new LinkedHashMap<>();
        for (Pending one : waiting) {
            Object key =
                    one.inDoubt() ? Place.IN_DOUBT : grouping.keyOf(one.step().alert(), groups.size());
            groups.computeIfAbsent(key, none -> new ArrayList<>()).add(one);
        }
        int left = waiting.size();
        for (List<Pending> group : groups.values()) {
            group.forEach(one -> log.sending(one.entry()));
            log.commit();
            if (!send(group, stop)) {
                return false;
            }
            group.forEach(one -> log.handled(one.entry()));
            // Noted before the next is sent: a kill leaves at most this one in doubt.
            log.commit();
            left -= group.size();
            metrics.waiting(left);
        }
        return true;
    }

    private boolean send(List<Pending> group, Stop stop) throws InterruptedException {
        List<Notice> made = new ArrayList<>();
        for (Pending one : group) {
            Step step = one.step();
            made.add(notices.make(step.occasion(), step.alert(), step.first()));
        }
        if (group.get(0).inDoubt()) {
            LOG.warn(
                    "{} may have been told {} before, and is told again under the same key", target.name(), keys(made));
        }
        Instant youngest = group.stream()
                .map(one -> one.entry().arrived())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        for (int failures = 1; ; failures++) {
            Answer answer = channel.send(made);
            if (answer.taken()) {
                metrics.sent(group.size());
                return true;
            }
            if (answer.kind() == Answer.Kind.REFUSED) {
                metrics.refused(group.size());
                LOG.warn("{} refuses {}, which is not sent again: {}", target.name(), keys(made), answer.reason());
                return true;
            }
            metrics.failed();
            if (clock.instant().isAfter(youngest.plus(retry.giveUpAfter()))) {
                metrics.givenUp(group.size());
                LOG.error("{} failed for too long, {} is given up: {}", target.name(), keys(made), answer.reason());
                return true;
            }
            Duration pause = retry.pause(failures, answer.retryAfter(), random);
            LOG.warn(
                    "{} failed {} times, tried again in {} ms: {}",
                    target.name(),
                    failures,
                    pause.toMillis(),
                    answer.reason());
            if (stop.within(pause)) {
                return false;
            }
        }
    }

    private static List<String> keys(List<Notice> made) {
        return made.stream().map(Notice::key).toList();
    }
}
