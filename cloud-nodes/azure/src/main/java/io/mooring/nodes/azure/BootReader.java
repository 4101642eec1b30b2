package io.mooring.nodes.azure;

import static io.mooring.nodes.azure.SettingsReader.GROUP;

import io.mooring.nodes.SettingsTree;
import io.mooring.nodes.azure.AzureSettings.Image;
import io.mooring.nodes.azure.AzureSettings.ImageChoice;
import io.mooring.nodes.azure.AzureSettings.OsDisk;
import io.mooring.nodes.azure.AzureSettings.Plan;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what machines boot: image and disk.
final class BootReader {

    private static final Pattern CACHING = Pattern.compile("None|ReadOnly|ReadWrite");
    private static final Pattern IMAGE_ID =
            Pattern.compile(
                    "(?i)/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Compute/(images/[^/]+|galleries/[^/]+/images/[^/]+(/versions/[^/]+)?)"
                            + "|(?-i)/(SharedGalleries|CommunityGalleries)/[^/]+/images/[^/]+(/versions/[^/]+)?");
    private static final List<String> DISK_TYPES =
            List.of(
                    "Premium_LRS",
                    "StandardSSD_LRS",
                    "Standard_LRS",
                    "Premium_ZRS",
                    "StandardSSD_ZRS");

    private BootReader() {}

    static Image image(SettingsTree tree) {
        SettingsTree image = tree.object("image");
        image.knows("id", "publisher", "offer", "sku", "version", "plan");
        String id = image.text("id", IMAGE_ID, GROUP + "Microsoft.Compute/images/NAME");
        List<String> names =
                List.of(image.text("publisher"), image.text("offer"), image.text("sku"));
        long given = names.stream().filter(it -> !it.isEmpty()).count();
        String version = image.text("version");
        if (id.isEmpty() == (given == 0) || given % names.size() != 0) {
            tree.problem("image", "must have either id, or publisher, offer and sku");
        }
        if (!id.isEmpty() && !version.isEmpty()) {
            image.problem("version", "is part of the id");
        }
        return new Image(
                id.isEmpty()
                        ? new ImageChoice.ByName(
                                names.get(0),
                                names.get(1),
                                names.get(2),
                                version.isEmpty() ? "latest" : version)
                        : new ImageChoice.ById(id),
                image.has("plan") ? Optional.of(plan(image.object("plan"))) : Optional.empty());
    }

    private static Plan plan(SettingsTree tree) {
        tree.knows("name", "product", "publisher");
        for (String name : List.of("name", "product", "publisher")) {
            if (!tree.has(name)) {
                tree.problem(name, "must be given");
            }
        }
        return new Plan(tree.text("name"), tree.text("product"), tree.text("publisher"));
    }

    static OsDisk osDisk(SettingsTree tree) {
        tree.knows("sizeGiB", "type", "caching", "ephemeral", "encryptionSet");
        String type = tree.text("type");
        if (!type.isEmpty() && !DISK_TYPES.contains(type)) {
            tree.problem("type", "is \"" + type + "\"; give one of " + DISK_TYPES);
        }
        String caching = tree.text("caching", CACHING, "ReadWrite");
        boolean ephemeral = tree.flag("ephemeral").orElse(false);
        if (ephemeral && tree.has("caching") && !caching.equals("ReadOnly")) {
            tree.problem("caching", "must be ReadOnly for an ephemeral disk");
        }
        return new OsDisk(
                tree.number("sizeGiB", 1, 4_095),
                type,
                ephemeral ? "ReadOnly" : caching,
                ephemeral,
                tree.text(
                        "encryptionSet",
                        SettingsReader.id("Microsoft.Compute/diskEncryptionSets"),
                        GROUP + "Microsoft.Compute/diskEncryptionSets/NAME"));
    }
}
