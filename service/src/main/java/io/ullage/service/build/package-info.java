/**
 * Which build this is: {@code build.properties}, which Maven fills in (<a
 * href="https://maven.apache.org/plugins/maven-resources-plugin/examples/filter.html">resource filtering</a>).
 *
 * <p>Guarantees: version and revision are never empty; a build that was not told its revision says {@code unknown}.
 */
@NullMarked
package io.ullage.service.build;

import org.jspecify.annotations.NullMarked;
