package io.ullage.job.alert;

/**
 * A document of rules that was found right.
 *
 * @param yaml empty: the document was removed
 */
public record RuleDocument(String name, String yaml) {}
