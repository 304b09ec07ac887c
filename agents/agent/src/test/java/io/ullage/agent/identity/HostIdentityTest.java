package io.ullage.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.schema.telemetry.AgentRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostIdentityTest {
    private static final String MACHINE_ID = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path root;

    @Test
    void theMachineIdItselfIsNeverShown() throws Exception {
        put("etc/machine-id", MACHINE_ID);
        put("proc/sys/kernel/hostname", "web1");
        put("sys/class/dmi/id/product_uuid", "4C4C4544-0034-3010-8048-B7C04F4D3132");
        HostIdentity identity = HostIdentity.read(root);
        // printf io.ullage.agent.host | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef | cut -c-32
        assertThat(identity.hostId()).isEqualTo("53a85913c75c8263b9bbfd2eda65edff");
        assertThat(identity.hostName()).isEqualTo("web1");
        assertThat(identity.machineId()).isEqualTo("4c4c4544-0034-3010-8048-b7c04f4d3132");
        assertThat(identity.agent(AgentRole.HOST, "1").id()).isEqualTo(identity.hostId() + "/host");
    }

    @Test
    void aMachineWithoutFirmwareHasNoMachineId() throws Exception {
        put("etc/machine-id", MACHINE_ID);
        put("etc/hostname", "box");
        assertThat(HostIdentity.read(root).machineId()).isNull();
        assertThat(HostIdentity.read(root).hostName()).isEqualTo("box");
    }

    @Test
    void placeholdersOfFirmwareAreNoNames() {
        assertThat(HostIdentity.smbios("00000000-0000-0000-0000-000000000000")).isNull();
        assertThat(HostIdentity.smbios("03000200-0400-0500-0006-000700080009")).isNull();
        assertThat(HostIdentity.smbios("Not Settable")).isNull();
        assertThat(HostIdentity.smbios("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")).isNull();
    }

    @Test
    void withoutAMachineIdItSaysWhatToDo() {
        assertThatThrownBy(() -> HostIdentity.read(root))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/etc/machine-id: must be present")
                .hasMessageContaining("systemd-machine-id-setup");
    }

    private void put(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content + "\n");
    }
}
