package io.ullage.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.agent.Samples;
import io.ullage.schema.telemetry.Attachment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibvirtDomainTest {
    private static final String UUID = "11111111-2222-3333-4444-555555555555";

    @Test
    void readsACapturedDomain() throws Exception {
        LibvirtDomain domain = LibvirtDomain.parse(Samples.bytes("libvirt/lab1.xml"));
        assertThat(domain.uuid()).isEqualTo(UUID);
        assertThat(domain.disks())
                .isEqualTo(Map.of(
                        Path.of("/lab/lv/root.qcow2"), new Attachment(UUID, "labroot", null, "pci-0000:02:00.0"),
                        Path.of("/lab/lv/s4.sh"), new Attachment(UUID, "labscript", null, "pci-0000:03:00.0"),
                        Path.of("/lab/lv/d1.qcow2"), new Attachment(UUID, "labd1", null, "pci-0000:04:00.0")));
    }

    @Test
    void worldWideNamesLoseTheirPrefixAndDrivesWithoutDiskAreLeftOut() throws Exception {
        LibvirtDomain domain = parse("""
                <domain><uuid>AAAA</uuid>
                  <sysinfo type='smbios'><system><entry name='uuid'>BBBB</entry></system></sysinfo>
                  <devices>
                    <disk type='file' device='cdrom'><source file='/iso/a.iso'/></disk>
                    <disk type='file' device='cdrom'/>
                    <disk type='network' device='disk'><source protocol='rbd' name='pool/a'/></disk>
                    <disk type='block' device='lun'><source dev='/dev/vg/x'/><wwn>0x5000C500A1B2C3D4</wwn>
                      <address type='drive' controller='0' bus='0' target='0' unit='3'/></disk>
                  </devices></domain>
                """);
        assertThat(domain.disks())
                .isEqualTo(Map.of(Path.of("/dev/vg/x"), new Attachment("bbbb", null, "5000c500a1b2c3d4", null)));
    }

    @Test
    void entitiesAndDocumentTypesAreRefused(@TempDir Path directory) throws Exception {
        Path secret = directory.resolve("secret");
        Files.writeString(secret, "hidden");
        String external =
                "<!DOCTYPE domain [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><domain><uuid>&x;</uuid></domain>";
        assertThatThrownBy(() -> parse(external))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("without a document type")
                .hasMessageNotContaining("hidden");
        StringBuilder laughs = new StringBuilder("<!DOCTYPE d [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        laughs.append("]><domain><uuid>&a29;</uuid></domain>");
        assertThatThrownBy(() -> parse(laughs.toString())).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNoDomainIsRefused() {
        assertThatThrownBy(() -> parse("<network/>"))
                .hasMessageContaining("domain: must be the root element, was network");
        assertThatThrownBy(() -> parse("<domain/>")).hasMessageContaining("domain.uuid: must be present");
        assertThatThrownBy(() -> parse("<domain>")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> parse("")).isInstanceOf(IOException.class);
    }

    private static LibvirtDomain parse(String xml) throws IOException {
        return LibvirtDomain.parse(xml.getBytes(StandardCharsets.UTF_8));
    }
}
