package io.mooring.nodes.azure.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// That the server refuses what Azure's description does not have; that what we send is in it, all
/// other tests show.
final class DescribedApiTest {

    private static final String GROUP =
            "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/nodes/providers/";
    private static final String MACHINE = GROUP + "Microsoft.Compute/virtualMachines/web";
    private static final String VERSION = "2025-04-01";

    @Test
    void aMachineIsHeldToTheDescriptionFieldByField() {
        assertThat(
                        refusal(
                                MACHINE,
                                VERSION,
                                """
                                {"colour": "red", "zones": "1", "tags": {"team": 7},
                                 "properties": {
                                   "vmId": "1", "priority": "Cheap",
                                   "osProfile": {"allowExtensionOperations": "yes"},
                                   "storageProfile": {"osDisk": {"diskSizeGB": "64"}},
                                   "diagnosticsProfile": []}}
                                """))
                .contains(
                        "unknown colour",
                        "zones: is no list",
                        "tags.team: is no text",
                        "properties.vmId: is only told, never taken",
                        "properties.priority: is \"Cheap\", none of [Regular, Low, Spot]",
                        "properties.osProfile.allowExtensionOperations: is neither true nor false",
                        "properties.storageProfile.osDisk.diskSizeGB: is no whole number",
                        "missing properties.storageProfile.osDisk.createOption",
                        "properties.diagnosticsProfile: is no object",
                        "missing location");
    }

    @Test
    void anInterfaceIsHeldToTheDescriptionOfItsOwnPackage() {
        assertThat(
                        refusal(
                                GROUP + "Microsoft.Network/networkInterfaces/web-nic",
                                "2025-03-01",
                                """
                                {"location": "westeurope",
                                 "properties": {"macAddress": "02:00:00:00:00:01", "ipConfigurations": [
                                   {"properties": {"privateIPAllocationMethod": "Guessed"}}]}}
                                """))
                .contains(
                        "properties.macAddress: is only told, never taken",
                        "properties.ipConfigurations[].properties.privateIPAllocationMethod: is \"Guessed\"");
    }

    @Test
    void anotherVersionOrCallIsRefused() {
        assertThat(refusal(MACHINE, "2020-01-01", "{\"location\": \"westeurope\"}"))
                .contains("parameter api-version: is \"2020-01-01\", none of [2025-04-01]");
        assertThat(refusal(MACHINE + "/paint", VERSION, "{}"))
                .contains("no call is described that is PUT " + MACHINE + "/paint");
    }

    private static String refusal(String path, String version, String body) {
        ArmCall call =
                ArmCall.of(
                        0,
                        "PUT",
                        path,
                        Map.of("api-version", version),
                        Map.of(),
                        JsonMapper.shared().readTree(body));
        String answer = Requests.refused(call).orElseThrow().body();
        return JsonMapper.shared().readTree(answer).at("/error/message").asString();
    }
}
