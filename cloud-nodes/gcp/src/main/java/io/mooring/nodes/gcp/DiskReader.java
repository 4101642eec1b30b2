package io.mooring.nodes.gcp;

import io.mooring.nodes.SettingsTree;
import io.mooring.nodes.gcp.GcpSettings.Disk;
import io.mooring.nodes.gcp.GcpSettings.Disks;
import io.mooring.nodes.gcp.GcpSettings.Image;
import java.util.List;
import java.util.regex.Pattern;

/// Reads what machines boot, and their disks.
final class DiskReader {

    private static final int LARGEST = 65_536;
    private static final int LEAST_BOOT = 10;
    private static final Pattern NAME = Pattern.compile(SettingsReader.NAME);
    private static final Pattern KEY =
            Pattern.compile(
                    "projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+(/cryptoKeyVersions/[0-9]+)?");
    private static final List<String> TYPES =
            List.of(
                    "pd-balanced",
                    "pd-ssd",
                    "pd-standard",
                    "pd-extreme",
                    "hyperdisk-balanced",
                    "hyperdisk-balanced-high-availability",
                    "hyperdisk-extreme",
                    "hyperdisk-throughput");

    private DiskReader() {}

    /// @param project whose images are meant if no other is named
    static Image image(SettingsTree tree, String project) {
        SettingsTree image = tree.object("image");
        image.knows("family", "name", "project");
        String family = image.text("family", NAME, "ubuntu-2404-lts-amd64");
        String name = image.text("name", NAME, "ubuntu-2404-noble-amd64-v20260101");
        if (family.isEmpty() == name.isEmpty()) {
            tree.problem("image", "must have exactly one of family and name");
        }
        String owner = image.text("project", SettingsReader.PROJECT, "ubuntu-os-cloud");
        return new Image(
                owner.isEmpty() ? project : owner,
                family.isEmpty() ? new Image.Choice.Named(name) : new Image.Choice.Family(family));
    }

    static Disks disks(SettingsTree tree) {
        return new Disks(
                disk(tree.object("bootDisk"), LEAST_BOOT),
                tree.objects("disks").stream().map(DiskReader::data).toList());
    }

    private static Disk data(SettingsTree tree) {
        if (!tree.has("sizeGiB")) {
            tree.problem("sizeGiB", "must be given");
        }
        return disk(tree, 1);
    }

    private static Disk disk(SettingsTree tree, int least) {
        tree.knows("sizeGiB", "type", "kmsKey");
        String type = tree.text("type");
        if (!type.isEmpty() && !TYPES.contains(type)) {
            tree.problem("type", "is \"" + type + "\"; give one of " + TYPES);
        }
        return new Disk(
                tree.number("sizeGiB", least, LARGEST),
                type,
                tree.text(
                        "kmsKey",
                        KEY,
                        "projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/NAME"));
    }
}
