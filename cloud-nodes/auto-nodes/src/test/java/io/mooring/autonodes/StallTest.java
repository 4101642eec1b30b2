package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.AutoNodes;
import io.mooring.cloudinit.NodeSettings;
import io.mooring.cloudinit.UserData;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.testkit.MemoryNodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Providers are opened with the properties that the configuration gives.
final class StallTest {

    @TempDir private Path nowhere;

    /// Its machines boot images of the user's choice.
    public static final class Toy implements NodeProviderFactory {

        @Override
        public String name() {
            return "toy";
        }

        @Override
        public boolean bootsOwnImages() {
            return true;
        }

        @Override
        public List<SettingProblem> check(Map<String, Object> settings) {
            return settings.keySet().stream()
                    .filter(it -> !it.equals("region"))
                    .map(it -> new SettingProblem(it, "is no setting of it"))
                    .toList();
        }

        @Override
        public NodeProvider open(Owner owner, Map<String, Object> settings) {
            return new MemoryNodes("toy", List.of());
        }
    }

    /// Has only what cloud-init reads.
    public static final class Bare implements NodeProviderFactory {

        @Override
        public String name() {
            return "bare";
        }

        @Override
        public boolean bootsOwnImages() {
            return false;
        }

        @Override
        public List<SettingProblem> check(Map<String, Object> settings) {
            return List.of();
        }

        @Override
        public NodeProvider open(Owner owner, Map<String, Object> settings) {
            return new MemoryNodes("bare", List.of());
        }
    }

    private void install(String name, Class<?> factory) throws IOException {
        Path jar = Files.createDirectories(nowhere.resolve(name)).resolve(name + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(
                    new JarEntry("META-INF/services/" + NodeProviderFactory.class.getName()));
            out.write(factory.getName().getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
    }

    @ParameterizedTest
    @CsvSource({"'', CLOUD_CONFIG", "cloud-config, CLOUD_CONFIG", "ignition, IGNITION"})
    void itsImagesDecideWhatReadsUserData(String word, UserData.Format expected)
            throws IOException {
        install("toy", Toy.class);
        var properties = new HashMap<>(Map.of("region", "here"));
        if (!word.isEmpty()) {
            properties.put("userDataFormat", word);
        }

        assertThat(stall("toy", properties))
                .isInstanceOfSatisfying(
                        Stall.Open.class,
                        it -> assertThat(it.ground().format()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "toy, butane, 'is \"butane\"; give cloud-config or ignition'",
        "bare, butane, 'is \"butane\"; give cloud-config or ignition'",
        "bare, ignition, 'is \"ignition\", which nothing reads on these machines; take it away'"
    })
    void whatNothingOnItsMachinesReadsIsRefused(String provider, String word, String reason)
            throws IOException {
        install("toy", Toy.class);
        install("bare", Bare.class);

        assertThat(stall(provider, Map.of("userDataFormat", word)))
                .isEqualTo(new Stall.Shut("properties: userDataFormat " + reason));
    }

    @Test
    void aSitesProxyAndCertificatesGoToItsMachinesAndWrongOnesAreToldTogether() throws IOException {
        install("toy", Toy.class);
        String pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

        assertThat(
                        stall(
                                "toy",
                                Map.of(
                                        "region",
                                        "here",
                                        "proxy",
                                        "http://proxy:3128",
                                        "trustedCas",
                                        "[\"" + pem.replace("\n", "\\n") + "\"]")))
                .isInstanceOfSatisfying(
                        Stall.Open.class,
                        it ->
                                assertThat(it.ground().site())
                                        .isEqualTo(
                                                new NodeSettings.Site(
                                                        "http://proxy:3128", List.of(pem))));
        assertThat(stall("toy", Map.of("region", "here", "proxy", "proxy:3128", "trustedCas", "x")))
                .isInstanceOfSatisfying(
                        Stall.Shut.class,
                        it ->
                                assertThat(it.why())
                                        .contains(
                                                "properties: proxy is no",
                                                "properties: trustedCas has"));
    }

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
