package io.mooring.nodes.azure;

import io.mooring.nodes.Endpoint;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.SettingsTree;
import io.mooring.nodes.azure.AzureSettings.Access;
import io.mooring.nodes.azure.AzureSettings.Account;
import io.mooring.nodes.azure.AzureSettings.Cloud;
import io.mooring.nodes.azure.AzureSettings.Network;
import io.mooring.nodes.azure.AzureSettings.Placement;
import io.mooring.nodes.azure.AzureSettings.Purchase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads settings and notes all that is wrong with them.
final class SettingsReader {

    private static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
    static final String GROUP = "/subscriptions/.../resourceGroups/.../providers/";
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern RESOURCE_GROUP =
            Pattern.compile("[\\w()-][\\w().-]{0,88}[\\w()-]|[\\w()-]");
    private static final Pattern LOCATION = Pattern.compile("[a-z]+[a-z0-9]*");
    private static final Pattern SIZE = Pattern.compile("[A-Z][A-Za-z]+_[A-Za-z0-9_-]+");
    private static final Pattern ZONE = Pattern.compile("[1-9]");
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern PRICE = Pattern.compile("[0-9]+(\\.[0-9]{1,5})?");
    private static final Pattern SSH_KEY =
            Pattern.compile("(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/]+={0,2}( [^\\n]*)?");

    private final List<SettingProblem> problems = new ArrayList<>();
    private final AzureSettings settings;

    SettingsReader(Map<String, Object> settings) {
        this.settings = read(new SettingsTree(settings, problems));
    }

    List<SettingProblem> problems() {
        return List.copyOf(problems);
    }

    /// The settings, if nothing is wrong with them.
    AzureSettings settings() {
        SettingProblem.requireNone(problems);
        return settings;
    }

    private static AzureSettings read(SettingsTree tree) {
        tree.knows(
                "subscription",
                "resourceGroup",
                "location",
                "cloud",
                "endpoint",
                "vmSizes",
                "image",
                "subnet",
                "networkSecurityGroup",
                "acceleratedNetworking",
                "adminUsername",
                "sshPublicKey",
                "identities",
                "capacityTypes",
                "spotMaxPrice",
                "evictionPolicy",
                "zones",
                "proximityPlacementGroup",
                "encryptionAtHost",
                "osDisk",
                "tags");
        List<String> sizes = tree.texts("vmSizes", SIZE, "Standard_D4s_v5");
        if (sizes.isEmpty()) {
            tree.problem("vmSizes", "must name at least one size of machines");
        }
        return new AzureSettings(
                account(tree),
                sizes,
                BootReader.image(tree),
                new Network(
                        tree.given(
                                "subnet",
                                id("Microsoft.Network/virtualNetworks", "subnets"),
                                GROUP + "Microsoft.Network/virtualNetworks/NETWORK/subnets/NAME"),
                        tree.text(
                                "networkSecurityGroup",
                                id("Microsoft.Network/networkSecurityGroups"),
                                GROUP + "Microsoft.Network/networkSecurityGroups/NAME"),
                        tree.flag("acceleratedNetworking")),
                access(tree),
                purchase(tree),
                new Placement(
                        tree.texts("zones", ZONE, "\"1\""),
                        tree.text(
                                "proximityPlacementGroup",
                                id("Microsoft.Compute/proximityPlacementGroups"),
                                GROUP + "Microsoft.Compute/proximityPlacementGroups/NAME"),
                        tree.flag("encryptionAtHost")),
                BootReader.osDisk(tree.object("osDisk")),
                Tags.check(tree));
    }

    private static Account account(SettingsTree tree) {
        String cloud = tree.text("cloud", Pattern.compile("public|china|usgovernment"), "public");
        return new Account(
                tree.given("subscription", UUID, SUBSCRIPTION),
                tree.given("resourceGroup", RESOURCE_GROUP, "nodes"),
                tree.given("location", LOCATION, "westeurope"),
                switch (cloud) {
                    case "china" -> Cloud.CHINA;
                    case "usgovernment" -> Cloud.US_GOVERNMENT;
                    default -> Cloud.PUBLIC;
                },
                Endpoint.read(tree, "endpoint"));
    }

    private static Access access(SettingsTree tree) {
        String user = tree.text("adminUsername", USER, "ops");
        if (List.of("root", "admin", "administrator", "guest").contains(user)) {
            tree.problem("adminUsername", "is \"" + user + "\", which Azure refuses; take another");
        }
        return new Access(
                user.isEmpty() ? "mooring" : user,
                tree.text("sshPublicKey", SSH_KEY, "ssh-ed25519 AAAA... ops").strip(),
                tree.texts(
                        "identities",
                        id("Microsoft.ManagedIdentity/userAssignedIdentities"),
                        GROUP + "Microsoft.ManagedIdentity/userAssignedIdentities/NAME"));
    }

    private static Purchase purchase(SettingsTree tree) {
        List<Capacity> capacities = tree.capacities("capacityTypes");
        String price = tree.text("spotMaxPrice", PRICE, "0.05 (USD an hour)");
        String eviction =
                tree.text("evictionPolicy", Pattern.compile("delete|deallocate"), "delete");
        for (String name : List.of("spotMaxPrice", "evictionPolicy")) {
            if (tree.has(name) && !capacities.contains(Capacity.SPOT)) {
                tree.problem(name, "has no effect without spot in capacityTypes");
            }
        }
        return new Purchase(
                capacities, price, eviction.equals("deallocate") ? "Deallocate" : "Delete");
    }

    /// The form of a resource's id.
    static Pattern id(String type, String... below) {
        var form = new StringBuilder("(?i)/subscriptions/[^/]+/resourceGroups/[^/]+/providers/");
        form.append(type.replace(".", "\\.")).append("/[^/]+");
        for (String part : below) {
            form.append('/').append(part).append("/[^/]+");
        }
        return Pattern.compile(form.toString());
    }
}
