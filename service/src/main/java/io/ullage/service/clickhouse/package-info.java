/**
 * ClickHouse inside the node. {@code libchdb.so}, published on npm by the chDB project, carries clickhouse-local, and clickhouse-local
 * carries the HTTP server: a small child JVM loads it and serves one directory on the loopback interface
 * (<a href="https://clickhouse.com/docs/operations/utilities/clickhouse-local">clickhouse-local</a>,
 * <a href="https://clickhouse.com/docs/chdb">chDB</a>).
 *
 * <p>The library is fetched once, by package name, at a pinned version, and used only if its SHA-512 is the pinned one. A directory is
 * served by one process at a time. What a client was told is stored survives {@code kill -9}; a child never outlives its parent.
 */
@NullMarked
package io.ullage.service.clickhouse;

import org.jspecify.annotations.NullMarked;
