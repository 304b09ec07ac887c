package io.ullage.job.alert;

import io.ullage.job.document.InvalidDocumentException;
import io.ullage.job.rule.RuleReader;
import io.ullage.job.rule.RuleSet;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The documents that stand, put together. */
public final class RuleBook {
    private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);

    private RuleBook() {}

    /**
     * In the order of their names; a document that uses a rule's name again is left out and logged, since whoever applied it was told.
     *
     * @param documents by name; empty ones were removed
     */
    public static RuleSet of(Map<String, String> documents) {
        RuleSet all = RuleSet.NONE;
        for (Map.Entry<String, String> document : new TreeMap<>(documents).entrySet()) {
            if (document.getValue().isEmpty()) {
                continue;
            }
            try {
                all = all.with(document.getKey(), RuleReader.read(document.getKey(), document.getValue()));
            } catch (InvalidDocumentException e) {
                LOG.error("The rules of document {} are left out: {}", document.getKey(), e.getMessage());
            }
        }
        return all;
    }
}
