package io.ullage.service.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
    /** The oracle is a shell: what it makes of the word is the name again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.qcow2",
                "with space.raw",
                "it's",
                "$(reboot)",
                "`reboot`; rm -rf *",
                "back\\slash \"double\"",
                "new\nline",
                "\u001b[2J",
                "tab\tand 'quote' and \\",
                "ünïcode-–"
            })
    void shellTakesTheWordAsTheName(String name) throws IOException, InterruptedException {
        Path bash = Path.of("/bin/bash");
        if (!Files.isExecutable(bash)) {
            Assumptions.abort("needs bash");
        }
        ProcessBuilder builder =
                new ProcessBuilder(bash.toString(), "--norc", "--noprofile", "-c", "printf %s " + ShellWord.of(name));
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(said).isEqualTo(name);
        assertThat(ShellWord.of(name).chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void nameIsNoOption() {
        assertThat(List.of(ShellWord.ofPath("-rf"), ShellWord.ofPath("/a b"))).containsExactly("./-rf", "'/a b'");
    }
}
