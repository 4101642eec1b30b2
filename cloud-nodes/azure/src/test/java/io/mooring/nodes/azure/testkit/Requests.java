package io.mooring.nodes.azure.testkit;

import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.FieldList;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Checks requests against the published description of the API, as far as we call it: versions,
/// names of fields, what must be there, and what goes with what.
final class Requests {

    private static final int CUSTOM_DATA_LIMIT = 65_535;

    private static final Map<String, String> VERSIONS =
            Map.of(
                    "virtualMachines", "2025-04-01",
                    "disks", "2025-01-02",
                    "networkInterfaces", "2025-03-01",
                    "skus", "2021-07-01");

    /// What a request for a machine may have.
    private static final FieldList MACHINE =
            FieldList.of(
                    """
                    location! tags.* zones[] plan.name plan.product plan.publisher
                    identity.type identity.userAssignedIdentities.*
                    properties.hardwareProfile.vmSize!
                    properties.storageProfile.imageReference.id
                    properties.storageProfile.imageReference.communityGalleryImageId
                    properties.storageProfile.imageReference.sharedGalleryImageId
                    properties.storageProfile.imageReference.publisher
                    properties.storageProfile.imageReference.offer
                    properties.storageProfile.imageReference.sku
                    properties.storageProfile.imageReference.version
                    properties.storageProfile.osDisk.name properties.storageProfile.osDisk.caching
                    properties.storageProfile.osDisk.createOption!
                    properties.storageProfile.osDisk.deleteOption
                    properties.storageProfile.osDisk.diskSizeGB
                    properties.storageProfile.osDisk.diffDiskSettings.option
                    properties.storageProfile.osDisk.managedDisk
                    properties.storageProfile.osDisk.managedDisk.storageAccountType
                    properties.storageProfile.osDisk.managedDisk.diskEncryptionSet.id
                    properties.osProfile.computerName! properties.osProfile.adminUsername!
                    properties.osProfile.customData
                    properties.osProfile.linuxConfiguration.disablePasswordAuthentication!
                    properties.osProfile.linuxConfiguration.ssh.publicKeys[].keyData!
                    properties.osProfile.linuxConfiguration.ssh.publicKeys[].path!
                    properties.networkProfile.networkInterfaces[].id!
                    properties.networkProfile.networkInterfaces[].properties.primary
                    properties.networkProfile.networkInterfaces[].properties.deleteOption
                    properties.diagnosticsProfile.bootDiagnostics.enabled
                    properties.priority properties.evictionPolicy properties.billingProfile.maxPrice
                    properties.proximityPlacementGroup.id properties.securityProfile.encryptionAtHost
                    """);

    private static final FieldList NETWORK_INTERFACE =
            FieldList.of(
                    """
                    location! tags.* properties.networkSecurityGroup.id
                    properties.enableAcceleratedNetworking
                    properties.ipConfigurations[].name! properties.ipConfigurations[].properties.subnet.id!
                    properties.ipConfigurations[].properties.privateIPAllocationMethod
                    """);

    private static final Pattern KEY =
            Pattern.compile("(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/=]{60,}.*");
    private static final Pattern TAG = Pattern.compile("[^<>%&\\\\?/]{1,512}");

    private Requests() {}

    /// The answer to a request that is wrong.
    static Optional<Answer> refused(ArmCall call) {
        String version = VERSIONS.get(call.type());
        if (version != null && !version.equals(call.query().get("api-version"))) {
            return bad(
                    "InvalidApiVersionParameter", "api-version of " + call + ": " + call.query());
        }
        return switch (call.method() + " " + call.type()) {
            case "PUT virtualMachines" -> fields(call, MACHINE).or(() -> machine(call.body()));
            case "PUT networkInterfaces" -> fields(call, NETWORK_INTERFACE);
            default -> Optional.empty();
        };
    }

    private static Optional<Answer> fields(ArmCall call, FieldList known) {
        var wrong = new ArrayList<>(known.wrong(call.body()));
        call.body().path("tags").propertyNames().stream()
                .filter(it -> !TAG.matcher(it).matches())
                .forEach(it -> wrong.add("tag name " + it));
        return wrong.isEmpty()
                ? Optional.empty()
                : bad("InvalidRequestContent", call + ": " + String.join(", ", wrong));
    }

    /// What the description says in sentences.
    private static Optional<Answer> machine(JsonNode body) {
        JsonNode properties = body.path("properties");
        JsonNode image = properties.at("/storageProfile/imageReference");
        boolean named = image.has("publisher") && image.has("offer") && image.has("sku");
        boolean spot = properties.path("priority").asString("Regular").equals("Spot");
        JsonNode login = properties.path("osProfile");
        JsonNode key = login.at("/linuxConfiguration/ssh/publicKeys/0");
        byte[] custom = Base64.getDecoder().decode(login.path("customData").asString(""));
        String user = login.path("adminUsername").asString("");
        if (image.size() != 1 && !named) {
            return bad("InvalidParameter", "imageReference: " + image);
        }
        if (!spot && (properties.has("evictionPolicy") || properties.has("billingProfile"))) {
            return bad("InvalidParameter", "evictionPolicy and billingProfile are for Spot");
        }
        if (custom.length > CUSTOM_DATA_LIMIT) {
            return bad("InvalidParameter", "Custom data must be at most 65535 bytes");
        }
        if (!KEY.matcher(key.path("keyData").asString("")).matches()
                || !key.path("path")
                        .asString("")
                        .equals("/home/" + user + "/.ssh/authorized_keys")) {
            return bad("InvalidParameter", "ssh.publicKeys: " + key);
        }
        if (body.path("zones").size() > 1) {
            return bad("InvalidParameter", "a virtual machine has one zone");
        }
        if (body.has("identity")
                && !body.at("/identity/type").asString("").equals("UserAssigned")) {
            return bad("InvalidParameter", "identity.type: " + body.path("identity"));
        }
        return Optional.empty();
    }

    private static Optional<Answer> bad(String code, String message) {
        return Optional.of(Answers.error(400, code, message));
    }
}
