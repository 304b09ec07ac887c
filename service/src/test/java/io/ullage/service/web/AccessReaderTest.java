package io.ullage.service.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.service.estate.Scope;
import io.ullage.service.output.CommandException;
import io.ullage.service.web.AccessSettings.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessReaderTest {
    @TempDir
    Path directory;

    @Test
    void withoutAFileThereAreTokensAlone() throws IOException {
        assertThat(AccessReader.ofDirectory(directory)).isEqualTo(AccessSettings.STANDARD);
    }

    @Test
    void aProxyIsTrustedByItsAddressesAndGrantsByGroup() throws IOException {
        write("""
                hosts: [Ullage.example]
                proxy:
                  addresses: [10.0.0.0/8, "::1"]
                  userHeader: Remote-User
                  groupsHeader: Remote-Groups
                  grants:
                    - {group: storage, role: operator}
                    - {group: team-a, role: viewer, tenant: a}
                """);
        AccessSettings settings = AccessReader.ofDirectory(directory);
        assertThat(settings.hosts()).containsExactly("ullage.example");
        AccessSettings.Proxy proxy = Objects.requireNonNull(settings.proxy());
        assertThat(proxy.userHeader()).isEqualTo("Remote-User");
        assertThat(proxy.grants())
                .containsExactly(
                        new Grant("storage", Role.OPERATOR, Scope.everything()),
                        new Grant("team-a", Role.VIEWER, Scope.of("a")));
        assertThat(proxy.addresses().get(0).contains("10.200.3.4")).isTrue();
        assertThat(proxy.addresses().get(0).contains("11.0.0.1")).isFalse();
        assertThat(proxy.addresses().get(0).contains("::1")).isFalse();
    }

    @Test
    void rangesEndWithinAByte() {
        AddressRange range = AddressRange.parse("192.168.16.0/20");
        assertThat(range.contains("192.168.31.255")).isTrue();
        assertThat(range.contains("192.168.32.0")).isFalse();
        assertThat(AddressRange.parse("0.0.0.0/0").contains("203.0.113.9")).isTrue();
        assertThatThrownBy(() -> AddressRange.parse("proxy.example")).hasMessageContaining("must be an IP address");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws IOException {
        write("""
                host: x
                proxy:
                  addresses: [proxy.example, 10.0.0.1/33]
                  userHeader: "a b"
                  grants:
                    - {group: g, role: admin}
                    - {group: h, role: operator, tenant: t}
                tls:
                  keystore: missing.p12
                """);
        assertThatThrownBy(() -> AccessReader.ofDirectory(directory))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("host:")
                .hasMessageContaining("proxy.addresses: must be an IP address")
                .hasMessageContaining("10.0.0.1/33")
                .hasMessageContaining("proxy.userHeader: must be the name of a header")
                .hasMessageContaining("proxy.grants[0].role: must be viewer or operator, was admin")
                .hasMessageContaining("proxy.grants[1].tenant: must be absent for an operator")
                .hasMessageContaining("tls.keystore: must be a file that can be read")
                .hasMessageContaining("tls.passwordFile: must be present");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(directory.resolve(AccessReader.FILE_NAME), yaml);
    }
}
