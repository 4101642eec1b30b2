package io.mooring.nodes.aws;

import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.SettingsTree;
import io.mooring.nodes.aws.AwsSettings.Access;
import io.mooring.nodes.aws.AwsSettings.Account;
import io.mooring.nodes.aws.AwsSettings.ImageChoice;
import io.mooring.nodes.aws.AwsSettings.Network;
import io.mooring.nodes.aws.AwsSettings.Placement;
import io.mooring.nodes.aws.AwsSettings.Purchase;
import io.mooring.nodes.aws.AwsSettings.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Reads settings and notes all that is wrong with them.
final class SettingsReader {

    /// EC2 takes 50 tags on a thing, of which we set five.
    private static final int MOST_TAGS = 45;

    private static final int LONGEST_TAG_KEY = 128;
    private static final int LONGEST_TAG_VALUE = 256;
    private static final Pattern TYPE = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");
    private static final Pattern URL = Pattern.compile("https?://\\S+");
    private static final Pattern PRICE = Pattern.compile("[0-9]+(\\.[0-9]+)?");
    private static final Pattern DEVICE = Pattern.compile("(/dev/)?[a-z][a-z0-9]+");
    private static final List<String> VOLUME_TYPES =
            List.of("gp3", "gp2", "io2", "io1", "st1", "sc1", "standard");

    private final List<SettingProblem> problems = new ArrayList<>();
    private final AwsSettings settings;

    SettingsReader(Map<String, Object> settings) {
        this.settings = read(new SettingsTree(settings, problems));
    }

    List<SettingProblem> problems() {
        return List.copyOf(problems);
    }

    /// The settings, if nothing is wrong with them.
    AwsSettings settings() {
        SettingProblem.requireNone(problems);
        return settings;
    }

    private static AwsSettings read(SettingsTree tree) {
        tree.knows(
                "region",
                "endpoint",
                "profile",
                "instanceTypes",
                "image",
                "subnets",
                "subnetTags",
                "securityGroups",
                "publicIp",
                "instanceProfile",
                "keyName",
                "capacityTypes",
                "spotMaxPrice",
                "capacityReservation",
                "placement",
                "rootVolume",
                "volumes",
                "metadataHopLimit",
                "tags");
        var account =
                new Account(
                        tree.text("region", REGION, "eu-central-1"),
                        tree.text("endpoint", URL, "https://HOST:PORT"),
                        tree.text("profile"));
        List<String> types = tree.texts("instanceTypes", TYPE, "m7i.large");
        if (types.isEmpty()) {
            tree.problem("instanceTypes", "must name at least one, such as m7i.large");
        }
        return new AwsSettings(
                account,
                types,
                image(tree),
                network(tree),
                new Access(tree.text("instanceProfile"), tree.text("keyName")),
                purchase(tree),
                placement(tree.object("placement")),
                volume(tree.object("rootVolume")),
                tree.objects("volumes").stream().map(SettingsReader::dataVolume).toList(),
                tree.number("metadataHopLimit", 1, 64).orElse(1),
                tags(tree));
    }

    private static ImageChoice image(SettingsTree tree) {
        SettingsTree image = tree.object("image");
        image.knows("id", "ssmParameter", "name", "owners");
        String id = image.text("id", id("ami"), "ami-0123456789abcdef0");
        String parameter = image.text("ssmParameter");
        String name = image.text("name");
        List<String> owners = image.texts("owners");
        long given = List.of(id, parameter, name).stream().filter(it -> !it.isEmpty()).count();
        if (given != 1) {
            tree.problem("image", "must have exactly one of id, ssmParameter and name");
        } else if (!name.isEmpty() && owners.isEmpty()) {
            // anybody may publish an image of any name
            image.problem(
                    "owners",
                    "must say whose images to choose from: account ids, self, amazon or aws-marketplace");
        }
        return !id.isEmpty()
                ? new ImageChoice.ById(id)
                : parameter.isEmpty()
                        ? new ImageChoice.ByName(name, List.copyOf(owners))
                        : new ImageChoice.ByParameter(parameter);
    }

    private static Network network(SettingsTree tree) {
        List<String> subnets = tree.texts("subnets", id("subnet"), "subnet-0123456789abcdef0");
        Map<String, String> tags = tree.textMap("subnetTags");
        if (!subnets.isEmpty() && !tags.isEmpty()) {
            tree.problem("subnetTags", "cannot be given beside subnets");
        }
        return new Network(
                List.copyOf(subnets),
                Map.copyOf(tags),
                List.copyOf(tree.texts("securityGroups", id("sg"), "sg-0123456789abcdef0")),
                tree.flag("publicIp"));
    }

    private static Purchase purchase(SettingsTree tree) {
        List<Capacity> capacities = tree.capacities("capacityTypes");
        String price = tree.text("spotMaxPrice", PRICE, "0.05 (USD an hour)");
        if (!price.isEmpty() && !capacities.contains(Capacity.SPOT)) {
            tree.problem("spotMaxPrice", "has no effect without spot in capacityTypes");
        }
        String reservation = tree.text("capacityReservation", id("cr"), "cr-0123456789abcdef0");
        if (!reservation.isEmpty() && capacities.contains(Capacity.SPOT)) {
            tree.problem("capacityReservation", "cannot be used by spot machines");
        }
        return new Purchase(capacities, price, reservation);
    }

    private static Placement placement(SettingsTree tree) {
        tree.knows("group", "partition", "tenancy");
        String tenancy = tree.text("tenancy", Pattern.compile("default|dedicated"), "dedicated");
        OptionalInt partition = tree.number("partition", 1, 7);
        String group = tree.text("group");
        if (partition.isPresent() && group.isEmpty()) {
            tree.problem("partition", "needs a placement group");
        }
        return new Placement(group, partition, tenancy);
    }

    private static Volume dataVolume(SettingsTree tree) {
        Volume volume = volume(tree);
        if (volume.device().isEmpty()) {
            tree.problem("device", "must be given, such as /dev/sdf");
        }
        if (volume.sizeGibibytes().isEmpty()) {
            tree.problem("sizeGiB", "must be given");
        }
        return volume;
    }

    private static Volume volume(SettingsTree tree) {
        tree.knows("device", "sizeGiB", "type", "iops", "throughput", "encrypted", "kmsKey");
        String type = tree.text("type");
        if (!type.isEmpty() && !VOLUME_TYPES.contains(type)) {
            tree.problem("type", "is \"" + type + "\"; give one of " + VOLUME_TYPES);
        }
        String key = tree.text("kmsKey");
        boolean encrypted = tree.flag("encrypted").orElse(true);
        if (!key.isEmpty() && !encrypted) {
            tree.problem("kmsKey", "has no effect on a volume that is not encrypted");
        }
        return new Volume(
                tree.text("device", DEVICE, "/dev/sdf"),
                tree.number("sizeGiB", 1, 65_536),
                type.isEmpty() ? "gp3" : type,
                tree.number("iops", 100, 256_000),
                tree.number("throughput", 125, 2_000),
                encrypted,
                key);
    }

    private static Map<String, String> tags(SettingsTree tree) {
        Map<String, String> tags = tree.textMap("tags");
        if (tags.size() > MOST_TAGS) {
            tree.problem(
                    "tags", "are " + tags.size() + "; EC2 takes " + MOST_TAGS + " besides ours");
        }
        tags.forEach((key, value) -> {
            if (key.startsWith("aws:") || key.startsWith(Tags.PREFIX)) {
                tree.problem("tags." + key, "begins as tags of AWS or of Mooring do; rename it");
            } else if (key.isEmpty()
                    || key.length() > LONGEST_TAG_KEY
                    || value.length() > LONGEST_TAG_VALUE) {
                tree.problem("tags." + key, "is longer than EC2 takes, or has no key");
            }
        });
        return tags;
    }

    private static Pattern id(String kind) {
        return Pattern.compile(kind + "-[0-9a-f]{8,17}");
    }
}
