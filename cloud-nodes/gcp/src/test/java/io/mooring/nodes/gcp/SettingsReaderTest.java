package io.mooring.nodes.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Providers;
import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.gcp.GcpSettings.Image;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsReaderTest {

    private final NodeProviderFactory factory = new Providers(Path.of("/none")).factory("gcp");

    @Test
    void theLeastSettingsArePlaceTypeAndImage() {
        GcpSettings settings = new SettingsReader(good(Map.of())).settings();

        assertThat(settings.purchase().capacities()).containsExactly(Capacity.ON_DEMAND);
        assertThat(settings.account().zones()).isEmpty();
        assertThat(settings.access().serviceAccount()).isEmpty();
        assertThat(settings.access().scopes()).isEmpty();
        assertThat(settings.image())
                .isEqualTo(new Image("my-project-1", new Image.Choice.Family("nodes")));
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        Map<String, Object> wrong =
                good(
                        Map.ofEntries(
                                Map.entry("project", "My Project"),
                                Map.entry("zones", List.of("b", "us-east1-b")),
                                Map.entry("machineTypes", List.of("large")),
                                Map.entry("subnetwork", "regions/r/subnetworks/n"),
                                Map.entry("networkTags", List.of("Web")),
                                Map.entry("capacityTypes", List.of("free")),
                                Map.entry("serviceAccount", "nodes"),
                                Map.entry("scopes", List.of("compute-rw")),
                                Map.entry("accelerators", List.of(Map.of("count", 0))),
                                Map.entry("bootDisk", Map.of("type", "floppy", "size", 40)),
                                Map.entry("disks", List.of(Map.of("type", "pd-ssd"))),
                                Map.entry(
                                        "metadata",
                                        Map.of(
                                                "user-data",
                                                "#!",
                                                "a.b",
                                                "c",
                                                "k",
                                                "x".repeat(262_145))),
                                Map.entry(
                                        "labels",
                                        Map.of(
                                                "Team",
                                                "x",
                                                "team",
                                                "Shop",
                                                "mooring-owner",
                                                "me"))));

        assertThat(factory.check(wrong))
                .extracting(SettingProblem::field)
                .containsExactlyInAnyOrder(
                        "project",
                        "zones[0]",
                        "zones[1]",
                        "machineTypes[0]",
                        "subnetwork",
                        "networkTags[0]",
                        "capacityTypes[0]",
                        "serviceAccount",
                        "scopes[0]",
                        "accelerators[0].type",
                        "accelerators[0].count",
                        "bootDisk.type",
                        "bootDisk.size",
                        "disks[0].sizeGiB",
                        "metadata",
                        "metadata.user-data",
                        "metadata.a.b",
                        "metadata.k",
                        "labels.Team",
                        "labels.team",
                        "labels.mooring-owner");
        assertThatThrownBy(() -> factory.open(Gce.OWNER, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zones[1] is \"us-east1-b\", which is not in europe-west1");
    }

    @Test
    void whatIsNotGivenIsToldByName() {
        assertThat(factory.check(Map.of()))
                .extracting(SettingProblem::field)
                .containsExactlyInAnyOrder("machineTypes", "region", "project", "image");
    }

    @Test
    void anImageIsNamedInOneWay() {
        String reason = "image must have exactly one of family and name";
        assertThat(problem("image", Map.of())).isEqualTo(reason);
        assertThat(problem("image", Map.of("family", "a", "name", "b"))).isEqualTo(reason);
        assertThat(problem("image", Map.of("name", "b", "project", "ubuntu-os-cloud"))).isEmpty();
    }

    @Test
    void whatHasNoEffectIsRefused() {
        assertThat(problem("evictionPolicy", "stop")).contains("no effect without spot");
        assertThat(problem("scopes", List.of("https://www.googleapis.com/auth/compute")))
                .isEqualTo("scopes have no effect without serviceAccount");
        assertThat(problem("colour", "blue")).startsWith("colour is not a setting; there are: [");
        assertThat(
                        factory.check(
                                good(Map.of("reservation", "r", "capacityTypes", List.of("spot")))))
                .extracting(SettingProblem::field)
                .containsExactly("reservation");
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
        settings.put("project", "my-project-1");
        settings.put("region", "europe-west1");
        settings.put("machineTypes", List.of("n2-standard-4"));
        settings.put("image", Map.of("family", "nodes"));
        settings.putAll(changes);
        return settings;
    }
}
