package io.ullage.service.delivery;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How alerts are delivered.
 *
 * @param console where people reach the console, for links; absent: messages have none, unless the node knows where its own is
 * @param commands to run first, by the name of the rule, instead of the shipped ones
 * @param targets with different names
 */
record DeliverySettings(@Nullable URI console, Map<String, String> commands, Retry retry, List<Target> targets) {
    DeliverySettings {
        commands = Map.copyOf(commands);
        targets = List.copyOf(targets);
    }
}
