package io.ullage.service.web;

import io.ullage.service.store.StoreConnection;
import io.ullage.service.store.StoreSessions;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What is served from.
 *
 * @param sessions to read with, kept open
 * @param reader the same store, for what opens a connection of its own
 * @param writer to write with
 * @param dataDirectory of the node; absent where a remote store is served
 */
public record Served(
        StoreSessions sessions,
        StoreConnection reader,
        StoreConnection writer,
        Clock clock,
        @Nullable Path dataDirectory) {}
