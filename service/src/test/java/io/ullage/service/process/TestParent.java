package io.ullage.service.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A parent to be killed: starts one child, prints its pid and waits. */
final class TestParent {
    private TestParent() {}

    public static void main(String[] args) throws Exception {
        ChildJvm child = ChildJvm.start(ChildJvmTest.spec(Path.of(args[0]), "serve"));
        child.awaitReady(Duration.ofSeconds(30));
        System.out.println(child.pid());
        new CountDownLatch(1).await();
    }
}
