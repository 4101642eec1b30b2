package io.mooring.nodes.gcp;

import io.mooring.nodes.Endpoint;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.SettingsTree;
import io.mooring.nodes.gcp.GcpSettings.Accelerator;
import io.mooring.nodes.gcp.GcpSettings.Access;
import io.mooring.nodes.gcp.GcpSettings.Account;
import io.mooring.nodes.gcp.GcpSettings.Hardware;
import io.mooring.nodes.gcp.GcpSettings.Network;
import io.mooring.nodes.gcp.GcpSettings.Purchase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads settings and notes all that is wrong with them.
final class SettingsReader {

    private static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";
    private static final int MOST_TAGS = 64;

    /// Of most things that have one, after RFC 1035.
    static final String NAME = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";

    static final Pattern PROJECT = Pattern.compile("([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");

    private static final Pattern REGION = Pattern.compile("[a-z]+-[a-z]+[0-9]+");
    private static final Pattern ZONE = Pattern.compile("[a-z]+-[a-z]+[0-9]+-[a-z]");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)+");
    private static final Pattern TAG = Pattern.compile(NAME);
    private static final Pattern EMAIL = Pattern.compile("default|[^@\\s]+@[^@\\s]+");
    private static final Pattern SCOPE =
            Pattern.compile("https://www\\.googleapis\\.com/auth/[a-z0-9._/-]+");

    private final List<SettingProblem> problems = new ArrayList<>();
    private final GcpSettings settings;

    SettingsReader(Map<String, Object> settings) {
        this.settings = read(new SettingsTree(settings, problems));
    }

    List<SettingProblem> problems() {
        return List.copyOf(problems);
    }

    /// The settings, if nothing is wrong with them.
    GcpSettings settings() {
        SettingProblem.requireNone(problems);
        return settings;
    }

    private static GcpSettings read(SettingsTree tree) {
        tree.knows(
                "project",
                "region",
                "zones",
                "endpoint",
                "machineTypes",
                "image",
                "network",
                "subnetwork",
                "publicIp",
                "ipForwarding",
                "networkTags",
                "serviceAccount",
                "scopes",
                "capacityTypes",
                "evictionPolicy",
                "reservation",
                "accelerators",
                "minCpuPlatform",
                "placementPolicy",
                "secureBoot",
                "bootDisk",
                "disks",
                "metadata",
                "labels");
        List<String> types = tree.texts("machineTypes", TYPE, "n2-standard-4");
        if (types.isEmpty()) {
            tree.problem("machineTypes", "must name at least one, such as n2-standard-4");
        }
        Account account = account(tree);
        return new GcpSettings(
                account,
                types,
                DiskReader.image(tree, account.project()),
                network(tree, account),
                access(tree),
                purchase(tree),
                hardware(tree, account),
                DiskReader.disks(tree),
                MetadataReader.check(tree),
                Labels.check(tree));
    }

    private static Account account(SettingsTree tree) {
        String region = tree.given("region", REGION, "europe-west1");
        List<String> zones = tree.texts("zones", ZONE, "europe-west1-b");
        for (int i = 0; i < zones.size(); i++) {
            boolean elsewhere = ZONE.matcher(zones.get(i)).matches() && !isIn(region, zones.get(i));
            if (REGION.matcher(region).matches() && elsewhere) {
                tree.problem(
                        "zones[" + i + "]",
                        "is \"" + zones.get(i) + "\", which is not in " + region);
            }
        }
        return new Account(
                tree.given("project", PROJECT, "my-project-1"),
                region,
                zones,
                Endpoint.read(tree, "endpoint"));
    }

    private static boolean isIn(String region, String zone) {
        return zone.substring(0, zone.lastIndexOf('-')).equals(region);
    }

    private static Network network(SettingsTree tree, Account account) {
        String network = tree.text("network", reference("global/networks"), "default");
        String subnetwork =
                tree.text("subnetwork", reference("regions/[a-z0-9-]+/subnetworks"), "nodes");
        List<String> tags = tree.texts("networkTags", TAG, "nodes");
        if (tags.size() > MOST_TAGS) {
            tree.problem("networkTags", "are " + tags.size() + "; Google takes " + MOST_TAGS);
        }
        return new Network(
                network.isEmpty() ? "" : account.reference(network, "global/networks"),
                subnetwork.isEmpty()
                        ? ""
                        : account.reference(
                                subnetwork, "regions/" + account.region() + "/subnetworks"),
                tree.flag("publicIp").orElse(false),
                tree.flag("ipForwarding").orElse(false),
                tags);
    }

    /// A name, or a reference to one of whatever project.
    private static Pattern reference(String kind) {
        return Pattern.compile("(projects/[^/]+/" + kind + "/)?" + NAME);
    }

    private static Access access(SettingsTree tree) {
        String account =
                tree.text("serviceAccount", EMAIL, "nodes@PROJECT.iam.gserviceaccount.com");
        List<String> scopes = tree.texts("scopes", SCOPE, CLOUD_PLATFORM);
        if (account.isEmpty() && tree.has("scopes")) {
            tree.problem("scopes", "have no effect without serviceAccount");
        }
        return new Access(
                account, scopes.isEmpty() && !account.isEmpty() ? List.of(CLOUD_PLATFORM) : scopes);
    }

    private static Purchase purchase(SettingsTree tree) {
        List<Capacity> capacities = tree.capacities("capacityTypes");
        String eviction = tree.text("evictionPolicy", Pattern.compile("delete|stop"), "delete");
        if (tree.has("evictionPolicy") && !capacities.contains(Capacity.SPOT)) {
            tree.problem("evictionPolicy", "has no effect without spot in capacityTypes");
        }
        String reservation = tree.text("reservation", reference("reservations"), "nodes");
        if (!reservation.isEmpty() && capacities.contains(Capacity.SPOT)) {
            tree.problem("reservation", "cannot be used by spot machines");
        }
        return new Purchase(capacities, eviction.equals("stop") ? "STOP" : "DELETE", reservation);
    }

    private static Hardware hardware(SettingsTree tree, Account account) {
        String policy =
                tree.text(
                        "placementPolicy",
                        reference("regions/[a-z0-9-]+/resourcePolicies"),
                        "near");
        return new Hardware(
                tree.objects("accelerators").stream().map(SettingsReader::accelerator).toList(),
                tree.text("minCpuPlatform"),
                policy.isEmpty()
                        ? ""
                        : account.reference(
                                policy, "regions/" + account.region() + "/resourcePolicies"),
                tree.flag("secureBoot"));
    }

    private static Accelerator accelerator(SettingsTree tree) {
        tree.knows("type", "count");
        return new Accelerator(
                tree.given("type", TYPE, "nvidia-tesla-t4"), tree.number("count", 1, 16).orElse(1));
    }
}
