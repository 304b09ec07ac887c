package io.ullage.service.cluster;

import java.io.IOException;

/**
 * Runs another class's {@code main} and ends the process when the parent's end of standard input closes, so that a test JVM that is killed
 * leaves no server behind. Knows nothing but the JDK: it is all that a Flink process of a test has of ours.
 */
public final class DiesWithParent {
    private static final int ORPHANED = 2;

    private DiesWithParent() {}

    /** @param args the class, then its arguments */
    public static void main(String[] args) throws Exception {
        Thread watch = new Thread(DiesWithParent::watch, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        String[] rest = new String[args.length - 1];
        System.arraycopy(args, 1, rest, 0, rest.length);
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes; what counts is the end.
            }
        } catch (IOException broken) {
            System.err.println("the pipe to the parent is broken: " + broken);
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
