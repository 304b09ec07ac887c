package io.ullage.service.recommend.platform;

import io.ullage.service.recommend.estate.Estate;
import io.ullage.service.recommend.estate.Machine;
import io.ullage.service.recommend.estate.Pool;
import io.ullage.service.recommend.estate.Snapshot;
import io.ullage.service.recommend.estate.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Raw and qcow2 files, with QEMU's, libvirt's and libguestfs' tools. */
final class ImageFiles implements Platform {
    private static final String COPY = ".ullage-new";
    private static final String BASE = ".ullage-base";

    @Override
    public List<Step> passDiscards(Volume volume, Estate estate) {
        return estate.machineOf(volume)
                .map(Machine::name)
                .map(machine -> List.of(Step.onHost(
                        volume.hostId(),
                        "virt-xml",
                        machine,
                        "--edit",
                        "path=" + path(volume),
                        "--disk",
                        "driver.discard=unmap")))
                .orElse(List.of());
    }

    @Override
    public List<Step> trimAtRest(Volume volume) {
        return List.of(Step.onHost(volume.hostId(), "virt-sparsify", "--in-place", Step.path(path(volume))));
    }

    @Override
    public List<Step> punch(Volume volume, Estate estate) {
        return volume.format().equals("raw")
                ? List.of(Step.onHost(volume.hostId(), "fallocate", "--dig-holes", Step.path(path(volume))))
                : makeThin(volume, estate);
    }

    /** A copy has neither zeros nor what was never written. An overlay stays one. */
    @Override
    public List<Step> makeThin(Volume volume, Estate estate) {
        List<String> convert =
                new ArrayList<>(List.of("qemu-img", "convert", "-f", volume.format(), "-O", volume.format()));
        String parentId = volume.parentVolumeId();
        if (parentId != null) {
            Volume parent = estate.volume(parentId).orElse(null);
            if (parent == null || parent.path() == null) {
                return List.of();
            }
            convert.addAll(List.of("-B", parent.path(), "-F", parent.format()));
        }
        String path = Step.path(path(volume));
        convert.addAll(List.of(path, path + COPY));
        return List.of(
                new Step("host " + volume.hostId(), convert), Step.onHost(volume.hostId(), "mv", path + COPY, path));
    }

    @Override
    public List<Step> shrink(Volume volume, long bytes) {
        return List.of(Step.onHost(
                volume.hostId(),
                "qemu-img",
                "resize",
                "-f",
                volume.format(),
                "--shrink",
                Step.path(path(volume)),
                Long.toString(bytes)));
    }

    @Override
    public List<Step> deleteSnapshot(Snapshot snapshot, Volume volume) {
        return List.of(
                Step.onHost(volume.hostId(), "qemu-img", "snapshot", "-d", snapshot.name(), Step.path(path(volume))));
    }

    /** Of an overlay that a machine runs on, libvirt moves the machine to the parent first. */
    @Override
    public List<Step> commit(Volume overlay, Volume parent, Estate estate) {
        Machine machine = overlay.inUse() ? estate.machineOf(overlay).orElse(null) : null;
        if (machine != null) {
            return List.of(Step.onHost(
                    overlay.hostId(),
                    "virsh",
                    "blockcommit",
                    machine.name(),
                    path(overlay),
                    "--active",
                    "--pivot",
                    "--wait",
                    "--verbose"));
        }
        return List.of(
                Step.onHost(overlay.hostId(), "qemu-img", "commit", "-f", overlay.format(), Step.path(path(overlay))),
                Step.onHost(overlay.hostId(), "rm", "--", path(overlay)));
    }

    @Override
    public List<Step> delete(Volume volume) {
        return List.of(Step.onHost(volume.hostId(), "rm", "--", path(volume)));
    }

    @Override
    public List<Step> freeze(Volume volume) {
        String path = path(volume);
        if (!volume.format().equals("qcow2")) {
            return List.of();
        }
        return List.of(
                Step.onHost(volume.hostId(), "mv", "--", path, path + BASE),
                Step.onHost(
                        volume.hostId(),
                        "qemu-img",
                        "create",
                        "-f",
                        "qcow2",
                        "-b",
                        path + BASE,
                        "-F",
                        volume.format(),
                        Step.path(path)));
    }

    /** An empty overlay of the clone, taken over to the base, keeps what differs and nothing else. */
    @Override
    public List<Step> linkTo(Volume base, Volume volume) {
        if (base.path() == null
                || !base.hostId().equals(volume.hostId())
                || !base.format().equals("qcow2")
                || !volume.format().equals("qcow2")) {
            return List.of();
        }
        String clone = Step.path(path(volume));
        String copy = clone + COPY;
        return List.of(
                Step.onHost(
                        volume.hostId(),
                        "qemu-img",
                        "create",
                        "-f",
                        "qcow2",
                        "-b",
                        path(volume),
                        "-F",
                        volume.format(),
                        copy),
                Step.onHost(
                        volume.hostId(),
                        "qemu-img",
                        "rebase",
                        "-f",
                        "qcow2",
                        "-b",
                        base.path() + BASE,
                        "-F",
                        base.format(),
                        copy),
                Step.onHost(volume.hostId(), "mv", copy, clone));
    }

    @Override
    public List<Step> move(Volume volume, Pool to, Estate estate) {
        if (to.path() == null) {
            return List.of();
        }
        String target = Path.of(to.path())
                .resolve(String.valueOf(Path.of(path(volume)).getFileName()))
                .toString();
        Machine machine = volume.inUse() ? estate.machineOf(volume).orElse(null) : null;
        if (machine != null) {
            return List.of(Step.onHost(
                    volume.hostId(),
                    "virsh",
                    "blockcopy",
                    machine.name(),
                    path(volume),
                    "--dest",
                    target,
                    "--pivot",
                    "--transient-job",
                    "--wait",
                    "--verbose"));
        }
        return List.of(
                Step.onHost(volume.hostId(), "cp", "--sparse=always", "--preserve=all", "--", path(volume), target),
                Step.onHost(volume.hostId(), "rm", "--", path(volume)));
    }

    private static String path(Volume volume) {
        return Objects.requireNonNull(volume.path(), "an image file has a path");
    }
}
