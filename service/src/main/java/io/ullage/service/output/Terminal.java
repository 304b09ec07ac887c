package io.ullage.service.output;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What this process writes to.
 *
 * @param outTerminal standard output is a terminal
 * @param errTerminal standard error is a terminal
 * @param colours may be used on a terminal
 * @param columns width of the terminal; 0 where there is none, and lines may be as long as they like
 */
public record Terminal(boolean outTerminal, boolean errTerminal, boolean colours, int columns) {
    /** A file or a pipe: no colours, no progress, no limit to a line. */
    public static final Terminal NONE = new Terminal(false, false, false, 0);

    private static final int USUAL_COLUMNS = 80;
    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;

    /** As found, with {@code NO_COLOR}, {@code TERM=dumb} and {@code COLUMNS} respected. */
    public static Terminal detect(Map<String, String> environment) {
        boolean out = isTerminal(STANDARD_OUTPUT);
        boolean err = isTerminal(STANDARD_ERROR);
        return new Terminal(out, err, out && wantsColours(environment), out ? columns(environment) : 0);
    }

    static boolean wantsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    private static int columns(Map<String, String> environment) {
        String said = environment.getOrDefault("COLUMNS", "");
        if (said.matches("[1-9][0-9]{0,4}")) {
            return Integer.parseInt(said);
        }
        int measured = WindowSize.columns(STANDARD_OUTPUT);
        return measured > 0 ? measured : USUAL_COLUMNS;
    }

    /** Java tells of standard input and output together only, and of standard error nothing; Linux tells of each. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return System.console() != null;
        }
    }

    /** {@code ioctl(TIOCGWINSZ)}, asked only where there is a terminal. */
    private static final class WindowSize {
        private static final long TIOCGWINSZ_LINUX = 0x5413;
        private static final int WINSIZE_BYTES = 8;
        private static final int WS_COL_OFFSET = 2;

        interface LibC extends Library {
            int ioctl(int descriptor, NativeLong request, Memory argument);
        }

        static int columns(int descriptor) {
            if (!System.getProperty("os.name", "").startsWith("Linux")) {
                return 0;
            }
            try (Memory size = new Memory(WINSIZE_BYTES)) {
                size.clear();
                int result = Native.load("c", LibC.class).ioctl(descriptor, new NativeLong(TIOCGWINSZ_LINUX), size);
                return result == 0 ? Short.toUnsignedInt(size.getShort(WS_COL_OFFSET)) : 0;
            } catch (UnsatisfiedLinkError e) {
                return 0;
            }
        }
    }
}
