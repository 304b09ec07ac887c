package io.ullage.agent.identity;

import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who this machine is.
 *
 * @param hostId derived from the machine id, which itself never leaves the machine (machine-id(5) asks for that)
 * @param machineId SMBIOS system UUID in lower case; absent where the firmware has none or it cannot be read
 */
public record HostIdentity(
        String hostId, String hostName, @Nullable String machineId) {
    private static final Logger log = LoggerFactory.getLogger(HostIdentity.class);

    /** What the machine id is hashed for: another application derives another id from it. */
    private static final String APPLICATION = "io.ullage.agent.host";

    private static final int HOST_ID_BYTES = 16;

    /** UUIDs that firmware carries where nobody filled one in. */
    private static final List<String> PLACEHOLDERS = List.of(
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "03000200-0400-0500-0006-000700080009");

    /**
     * Reads it.
     *
     * @throws IOException if this machine has no machine id
     */
    public static HostIdentity ofThisMachine() throws IOException {
        return read(Path.of("/"));
    }

    /** @param root of the file tree, such as {@code /} */
    static HostIdentity read(Path root) throws IOException {
        String id = first(root, "etc/machine-id", "var/lib/dbus/machine-id");
        if (id == null) {
            throw new IOException("/etc/machine-id: must be present, so that the agent keeps its name over restarts; "
                    + "systemd-machine-id-setup or dbus-uuidgen writes it");
        }
        return new HostIdentity(derived(id), hostName(root), smbios(first(root, "sys/class/dmi/id/product_uuid")));
    }

    public AgentIdentity agent(AgentRole role, String softwareVersion) {
        String id = hostId + "/" + role.name().toLowerCase(Locale.ROOT);
        return new AgentIdentity(id, role, hostId, hostName, machineId, softwareVersion);
    }

    /** The first 128 bits of HMAC-SHA256 keyed with the machine id, as sd_id128_get_machine_app_specific(3) does it. */
    static String derived(String machineId) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(machineId.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            byte[] hash = mac.doFinal(APPLICATION.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, HOST_ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    static @Nullable String smbios(@Nullable String uuid) {
        String lower = uuid == null ? "" : uuid.toLowerCase(Locale.ROOT);
        boolean real = lower.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") && !PLACEHOLDERS.contains(lower);
        return real ? lower : null;
    }

    private static String hostName(Path root) {
        String name = first(root, "proc/sys/kernel/hostname", "etc/hostname");
        if (name != null) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Absent, empty and unreadable (the SMBIOS UUID is for root only) are one. */
    private static @Nullable String first(Path root, String... files) {
        for (String file : files) {
            try {
                String text = Files.readString(root.resolve(file)).strip();
                if (!text.isEmpty()) {
                    return text;
                }
            } catch (IOException e) {
                log.debug("{}: {}", file, e.toString());
            }
        }
        return null;
    }
}
