package io.mooring.nodes.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Providers;
import io.mooring.nodes.SettingProblem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsReaderTest {

    private final NodeProviderFactory factory = new Providers(Path.of("/none")).factory("azure");

    @Test
    void theLeastSettingsArePlaceSizeImageAndSubnet() {
        AzureSettings settings = new SettingsReader(good(Map.of())).settings();

        assertThat(settings.purchase().capacities()).containsExactly(Capacity.ON_DEMAND);
        assertThat(settings.access().adminUsername()).isEqualTo("mooring");
        assertThat(settings.placement().zones()).isEmpty();
        assertThat(settings.image().choice())
                .isEqualTo(new AzureSettings.ImageChoice.ByName("p", "o", "s", "latest"));
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        Map<String, Object> wrong =
                good(
                        Map.of(
                                "subscription", "mine",
                                "location", "West Europe",
                                "vmSizes", List.of("large"),
                                "subnet", "nodes",
                                "zones", List.of("a"),
                                "capacityTypes", List.of("free"),
                                "sshPublicKey", "-----BEGIN",
                                "osDisk", Map.of("type", "floppy", "size", 40),
                                "tags", Map.of("a/b", "x", "Mooring:owner", "me")));

        assertThat(factory.check(wrong))
                .extracting(SettingProblem::field)
                .containsExactlyInAnyOrder(
                        "subscription",
                        "location",
                        "vmSizes[0]",
                        "subnet",
                        "zones[0]",
                        "capacityTypes[0]",
                        "sshPublicKey",
                        "osDisk.type",
                        "osDisk.size",
                        "tags.a/b",
                        "tags.Mooring:owner");
        assertThatThrownBy(() -> factory.open(Arm.OWNER, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("location is \"West Europe\"; give one like westeurope");
    }

    @Test
    void whatIsNotGivenIsToldByName() {
        assertThat(factory.check(Map.of()))
                .extracting(SettingProblem::field)
                .containsExactlyInAnyOrder(
                        "vmSizes", "subscription", "resourceGroup", "location", "image", "subnet");
    }

    @Test
    void anImageIsNamedInOneWay() {
        String reason = "image must have either id, or publisher, offer and sku";
        assertThat(problem("image", Map.of())).isEqualTo(reason);
        assertThat(problem("image", Map.of("publisher", "p", "offer", "o"))).isEqualTo(reason);
        assertThat(problem("image", Map.of("id", "/CommunityGalleries/g/images/i", "offer", "o")))
                .isEqualTo(reason);
        assertThat(problem("image", Map.of("id", "/CommunityGalleries/g/images/i/versions/1.0.0")))
                .isEmpty();
    }

    @Test
    void whatHasNoEffectIsRefused() {
        assertThat(problem("spotMaxPrice", "0.05")).contains("no effect without spot");
        assertThat(problem("evictionPolicy", "delete")).contains("no effect without spot");
        assertThat(problem("osDisk", Map.of("ephemeral", true, "caching", "ReadWrite")))
                .isEqualTo("osDisk.caching must be ReadOnly for an ephemeral disk");
        assertThat(problem("colour", "blue")).startsWith("colour is not a setting; there are: [");
        assertThat(problem("adminUsername", "root")).contains("which Azure refuses");
    }

    @Test
    void noTokenGoesOverAnOpenLine() {
        assertThat(problem("endpoint", "http://example.com"))
                .startsWith("endpoint must be an https URL");
    }

    private String problem(String name, Object value) {
        return factory.check(good(Map.of(name, value))).stream()
                .map(it -> it.field() + " " + it.reason())
                .findFirst()
                .orElse("");
    }

    private static Map<String, Object> good(Map<String, Object> changes) {
        var settings = new HashMap<String, Object>();
        settings.put("subscription", Arm.SUBSCRIPTION);
        settings.put("resourceGroup", "nodes");
        settings.put("location", "westeurope");
        settings.put("vmSizes", List.of("Standard_D4s_v5"));
        settings.put("image", Map.of("publisher", "p", "offer", "o", "sku", "s"));
        settings.put("subnet", Arm.SUBNET);
        settings.putAll(changes);
        return settings;
    }
}
