/**
 * Flink for the embedded node: job manager, task manager and web interface in one child JVM, from plain jars.
 *
 * <p>Facts: a {@link org.apache.flink.runtime.minicluster.MiniCluster} forgets its jobs with the process; what stays is the state on disk, retained
 * checkpoints and savepoints (<a href="https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/state/checkpoints/">Flink
 * documentation, checkpoints</a>). A checkpoint is whole once its {@code _metadata} is there. Flink's REST interface asks nobody
 * who he is, and takes jobs, which are code: whoever can connect to it can act as the node's user.
 *
 * <p>Guarantees: every start takes each job up from its newest whole checkpoint or savepoint, so that a kill -9 loses nothing and
 * counts nothing twice; an ordered stop writes a savepoint; REST listens on the loopback only and takes no jar through the browser.
 */
@NullMarked
package io.ullage.service.flink;

import org.jspecify.annotations.NullMarked;
