package io.ullage.service.delivery;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Posts one notice as JSON, signed. */
final class WebhookChannel implements Channel {
    private final Target.Webhook target;
    private final HttpClient client;
    private final Clock clock;

    WebhookChannel(Target.Webhook target, Clock clock) throws IOException {
        this.target = target;
        this.client = target.access().client();
        this.clock = clock;
    }

    @Override
    public Answer send(List<Notice> notices) throws InterruptedException {
        Notice notice = notices.get(0);
        byte[] body = WebhookMessage.of(notice).json();
        List<String> headers = new ArrayList<>(List.of(
                "Idempotency-Key",
                notice.key(),
                "Ullage-Event",
                notice.occasion().word()));
        SecretFile signingKey = target.signingKey();
        if (signingKey != null) {
            try {
                headers.add(Signature.HEADER);
                headers.add(
                        Signature.of(body, signingKey.read(), clock.instant().getEpochSecond()));
            } catch (IOException e) {
                return Answer.failed("the message cannot be signed: " + e.getMessage());
            }
        }
        return target.access().post(client, target.access().url(), body, headers);
    }
}
