package io.ullage.service.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A child that does as its settings say. */
final class TestChild {
    static final String BEHAVIOUR = "behaviour";
    static final String STOPPED_FILE = "stoppedFile";

    private TestChild() {}

    public static void main(String[] args) {
        ParentLink.attach(parent -> {
            switch (parent.setting(BEHAVIOUR)) {
                case "serve" -> {
                    parent.ready(Map.of("answer", parent.setting("secret").length() + " characters"));
                    ParentLink.Stop reason = parent.awaitStop();
                    Files.writeString(Path.of(parent.setting(STOPPED_FILE)), reason.name());
                }
                case "fail" -> throw new IllegalStateException("the disk is on fire");
                case "hang" -> parent.awaitStop();
                case "refuse-to-stop" -> {
                    parent.ready(Map.of());
                    while (true) {
                        parent.awaitStop();
                        Thread.onSpinWait();
                    }
                }
                default -> throw new IllegalArgumentException(parent.setting(BEHAVIOUR));
            }
        });
    }
}
