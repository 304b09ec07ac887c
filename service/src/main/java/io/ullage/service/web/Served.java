package io.ullage.service.web;

import io.ullage.service.store.StoreConnection;
import io.ullage.service.store.StoreSessions;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What is served from.
 *
 * @param sessions to read with, kept open
 * @param reader the same store, for what opens a connection of its own
 * @param writer to write with
 * @param dataDirectory where the rate card may be
 */
public record Served(
        StoreSessions sessions, StoreConnection reader, StoreConnection writer, Clock clock, Path dataDirectory) {}
