package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.AutoNodes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Providers are opened with the properties that the configuration gives.
final class StallTest {

    @TempDir private Path nowhere;

    private AutoNodeSetup setup() {
        return new AutoNodeSetup(
                "c",
                "10.76.0.2:8443",
                "sha256:" + "a".repeat(64),
                List.of(),
                Map.of(),
                nowhere,
                nowhere.resolve("machine-root"));
    }

    private Stall stall(String provider, Map<String, String> properties) {
        return Stall.of(new AutoNodes(provider, properties, List.of(), List.of()), setup());
    }

    @Test
    void aProviderThatIsNamedNoMoreButHasNodesSaysWhatToDo() {
        assertThat(Stall.unnamed("aws", setup()))
                .isInstanceOfSatisfying(
                        Stall.Shut.class,
                        shut ->
                                assertThat(shut.why())
                                        .startsWith(
                                                "privateNodes.autoNodes does not name the provider aws any more, of which there are nodes; name it with its properties and without pools until they are gone (there is no node provider aws"));
    }

    @Test
    void aProviderThatIsNotInstalledSaysSo() {
        assertThat(stall("local", Map.of()))
                .isInstanceOfSatisfying(
                        Stall.Shut.class,
                        shut ->
                                assertThat(shut.why())
                                        .startsWith("there is no node provider local"));
    }

    @Test
    void aValueThatIsNoYamlIsRefused() {
        assertThat(stall("local", Map.of("images", "[a")))
                .isInstanceOfSatisfying(
                        Stall.Shut.class,
                        shut -> assertThat(shut.why()).startsWith("properties: images is no YAML"));
    }
}
