package io.ullage.agent.filesystem;

import java.nio.charset.StandardCharsets;

/** How the kernel writes paths into tables that are separated by spaces (proc_pid_mountinfo(5)). */
public final class OctalEscapes {
    private OctalEscapes() {}

    /** Space, tab, newline, backslash and hash come as a backslash and three octal digits of one byte. */
    public static String decode(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        byte[] in = field.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        int i = 0;
        while (i < in.length) {
            if (in[i] == '\\' && i + 3 < in.length && octal(in[i + 1]) && octal(in[i + 2]) && octal(in[i + 3])) {
                out[length++] = (byte) ((in[i + 1] - '0') << 6 | (in[i + 2] - '0') << 3 | (in[i + 3] - '0'));
                i += 4;
            } else {
                out[length++] = in[i++];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean octal(byte digit) {
        return digit >= '0' && digit <= '7';
    }
}
