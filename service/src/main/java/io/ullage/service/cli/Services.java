package io.ullage.service.cli;

import io.ullage.service.delivery.DeliveryService;
import io.ullage.service.node.NodeService;
import java.util.List;

/** What runs on {@code ullage up} for as long as it does. Each package offers its own. */
final class Services {
    private Services() {}

    static List<NodeService> all() {
        return List.of(new DeliveryService());
    }
}
