/**
 * {@code ullage job}: the same jobs on a Flink cluster that somebody else runs.
 *
 * <p>Facts: a cluster takes a jar and runs its {@code main} on the JobManager
 * (<a href="https://nightlies.apache.org/flink/flink-docs-release-2.3/docs/ops/rest_api/">Flink REST API</a>, {@code /jars}); the jar brings
 * everything but Flink itself. A standalone JobManager without high availability forgets its jobs when it dies; what stays is the last
 * checkpoint. Files that arguments name are opened on the JobManager and the TaskManagers, not where the command runs.
 *
 * <p>Guarantees: arguments are checked before anything is sent; no password is in an argument, a request or a message; a job that is not
 * running in the end is told with its cause and what to do, and one that can never run is taken back.
 */
@NullMarked
package io.ullage.service.cluster;

import org.jspecify.annotations.NullMarked;
