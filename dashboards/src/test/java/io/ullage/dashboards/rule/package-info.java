/**
 * The rules that hold over the dashboards as they are checked in, one rule a file. An exception carries its reason and fails when it is no longer
 * needed.
 */
package io.ullage.dashboards.rule;
