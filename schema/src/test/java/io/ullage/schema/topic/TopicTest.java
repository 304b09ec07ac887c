package io.ullage.schema.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.codec.TelemetryCodec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TopicTest {
    @Test
    void namesAreTheDocumentedOnes() {
        assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
                .containsExactly(
                        "ullage.reports",
                        "ullage.sketches",
                        "ullage.inventory",
                        "ullage.deadletter",
                        "ullage.alerts",
                        "ullage.rules",
                        "ullage.forecasts");
    }

    @Test
    void isFoundByItsName() {
        assertThat(Topic.named("ullage.inventory")).contains(Topic.INVENTORY);
        assertThat(Topic.named("ullage.other")).isEmpty();
    }

    @Test
    void whatStandsUntilItIsReplacedIsCompacted() {
        assertThat(Topic.values()).filteredOn(Topic::compacted).containsExactly(Topic.INVENTORY, Topic.RULES);
        assertThat(Topic.INVENTORY.settings())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("retention.ms", "-1");
        assertThat(Topic.REPORTS.settings())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "604800000");
    }

    @Test
    void everyTopicStampsOnArrival() {
        assertThat(Topic.values()).allSatisfy(topic -> assertThat(topic.settings())
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("compression.type", "producer"));
    }

    @Test
    void largestMessageThatTheCodecWritesFitsUncompressed() {
        assertThat(Integer.parseInt(Topic.REPORTS.settings().get("max.message.bytes")))
                .isGreaterThan(TelemetryCodec.MAX_MESSAGE_BYTES);
    }
}
