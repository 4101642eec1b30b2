package io.mooring.nodes.aws;

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

    private final NodeProviderFactory factory = new Providers(Path.of("/none")).factory("aws");

    @Test
    void theLeastSettingsAreATypeAndAnImage() {
        AwsSettings settings = new SettingsReader(good(Map.of())).settings();

        assertThat(settings.purchase().capacities()).containsExactly(Capacity.ON_DEMAND);
        assertThat(settings.metadataHopLimit()).isEqualTo(1);
        assertThat(settings.rootVolume().encrypted()).isTrue();
        assertThat(settings.rootVolume().type()).isEqualTo("gp3");
        assertThat(settings.network().publicIp()).isEmpty();
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        Map<String, Object> wrong =
                good(
                        Map.of(
                                "region", "Frankfurt",
                                "instanceTypes", List.of("large"),
                                "subnets", List.of("subnet-0123456789abcdef0", "10.0.0.0/24"),
                                "capacityTypes", List.of("free"),
                                "spotMaxPrice", "cheap",
                                "rootVolume", Map.of("sizeGiB", 0.5, "size", 40),
                                "volumes", List.of(Map.of("type", "floppy")),
                                "tags", Map.of("aws:me", "x", "mooring:owner", "me"),
                                "metadataHopLimit", "many"));

        assertThat(factory.check(wrong))
                .extracting(SettingProblem::field)
                .containsExactlyInAnyOrder(
                        "region",
                        "instanceTypes[0]",
                        "subnets[1]",
                        "capacityTypes[0]",
                        "spotMaxPrice",
                        "spotMaxPrice",
                        "rootVolume.sizeGiB",
                        "rootVolume.size",
                        "volumes[0].device",
                        "volumes[0].sizeGiB",
                        "volumes[0].type",
                        "tags.aws:me",
                        "tags.mooring:owner",
                        "metadataHopLimit");
        assertThatThrownBy(() -> factory.open(Ec2.OWNER, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("region is \"Frankfurt\"; give one like eu-central-1");
    }

    @Test
    void anImageIsNamedInOneWayAndNotByNameAlone() {
        assertThat(problem("image", Map.of()))
                .isEqualTo("image must have exactly one of id, ssmParameter and name");
        assertThat(problem("image", Map.of("id", "ami-0123456789abcdef0", "ssmParameter", "/x")))
                .isEqualTo("image must have exactly one of id, ssmParameter and name");
        assertThat(problem("image", Map.of("name", "ubuntu-*")))
                .startsWith("image.owners must say whose images to choose from");
    }

    @Test
    void whatHasNoEffectIsRefused() {
        assertThat(problem("spotMaxPrice", "0.05")).contains("no effect without spot");
        assertThat(problem("placement", Map.of("partition", 1)))
                .contains("needs a placement group");
        assertThat(problem("rootVolume", Map.of("kmsKey", "k", "encrypted", false)))
                .startsWith("rootVolume.kmsKey has no effect");
        assertThat(problem("colour", "blue")).startsWith("colour is not a setting; there are: [");
    }

    private String problem(String name, Object value) {
        return factory.check(good(Map.of(name, value))).stream()
                .map(it -> it.field() + " " + it.reason())
                .findFirst()
                .orElse("");
    }

    private static Map<String, Object> good(Map<String, Object> changes) {
        var settings = new HashMap<String, Object>();
        settings.put("instanceTypes", List.of("m7i.large"));
        settings.put("image", Map.of("id", "ami-0123456789abcdef0"));
        settings.putAll(changes);
        return settings;
    }
}
