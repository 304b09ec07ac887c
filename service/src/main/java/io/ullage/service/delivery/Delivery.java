package io.ullage.service.delivery;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.ullage.schema.topic.Topic;
import io.ullage.service.store.StoreConnection;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Alerts on their way to all targets, each on a thread of its own. */
final class Delivery implements AutoCloseable {
    private final List<TargetThread> threads = new ArrayList<>();
    private final @Nullable StoreFacts facts;

    private Delivery(@Nullable StoreFacts facts) {
        this.facts = facts;
    }

    /**
     * Begins, and returns at once: a target or a broker that does not answer is tried again.
     *
     * @param kafka settings of the clients, with the brokers
     * @param store asked for forecasts and recommendations; absent: messages have none
     * @throws IOException if a target's certificates cannot be read
     */
    static Delivery start(
            DeliverySettings settings,
            Map<String, String> kafka,
            @Nullable Supplier<StoreConnection> store,
            PrometheusRegistry registry,
            Clock clock)
            throws IOException {
        return start(settings, kafka, Topic.ALERTS.topicName(), store, registry, clock);
    }

    /** From a topic of another name. */
    static Delivery start(
            DeliverySettings settings,
            Map<String, String> kafka,
            String topic,
            @Nullable Supplier<StoreConnection> store,
            PrometheusRegistry registry,
            Clock clock)
            throws IOException {
        StoreFacts facts = store == null ? null : new StoreFacts(store, clock);
        NoticeMaker notices =
                new NoticeMaker(settings.console(), settings.commands(), facts == null ? alert -> Facts.NONE : facts);
        DeliveryMetrics metrics = new DeliveryMetrics(registry, clock);
        Delivery delivery = new Delivery(facts);
        RandomGenerator random = new SecureRandom();
        for (Target target : settings.targets()) {
            DeliveryMetrics.Of counted = metrics.of(target);
            counted.began();
            Work work = work(target, notices, settings.retry(), counted, clock, random);
            delivery.threads.add(TargetThread.start(target, () -> AlertLog.open(target.name(), kafka, topic), work));
        }
        return delivery;
    }

    private static Work work(
            Target target,
            NoticeMaker notices,
            Retry retry,
            DeliveryMetrics.Of metrics,
            Clock clock,
            RandomGenerator random)
            throws IOException {
        if (target instanceof Target.Alertmanager alertmanager) {
            return new AlertmanagerWork(alertmanager, notices, retry, metrics, clock, random);
        }
        MessageWork.Grouping grouping = target instanceof Target.Mail mail
                ? new MessageWork.Grouping(mail.tell(), mail.gather(), mail.groupBy())
                : new MessageWork.Grouping(((Target.Webhook) target).tell(), Duration.ZERO, List.of());
        return new MessageWork(target, grouping, channel(target, clock), notices, retry, metrics, clock, random);
    }

    /** Of a target that is told each occasion once. */
    private static Channel channel(Target target, Clock clock) throws IOException {
        return target instanceof Target.Mail mail
                ? new MailChannel(mail, clock)
                : new WebhookChannel((Target.Webhook) target, clock);
    }

    /** Ends when what is being sent is sent. */
    @Override
    public void close() {
        threads.forEach(TargetThread::askToStop);
        threads.forEach(TargetThread::close);
        if (facts != null) {
            facts.close();
        }
    }
}
