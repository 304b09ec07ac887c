/**
 * The Kafka topics of Ullage as data: names, keys and the settings that they are created with
 * (<a href="https://kafka.apache.org/documentation/#topicconfigs">topic configuration</a>).
 *
 * <p>No Kafka class is needed to read them. Whoever creates topics passes {@link io.ullage.schema.topic.Topic#settings()} on as they are.
 */
@NullMarked
package io.ullage.schema.topic;

import org.jspecify.annotations.NullMarked;
