package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class KubernetesVersionTest {

    @Test
    void theReleasesAreThoseThatToolsUpstreamBuilds() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of("../tools/upstream"))) {
            var built =
                    modules.filter(module ->
                                    module.getFileName().toString().startsWith("kubernetes"))
                            .map(KubernetesVersionTest::release)
                            .toList();

            assertThat(KubernetesVersion.CARRIED)
                    .isSorted()
                    .containsExactlyInAnyOrderElementsOf(built);
        }
    }

    private static Release release(Path module) {
        try {
            String text = Files.readString(module.resolve("go.mod"));
            String name = "k8s.io/kubernetes ";
            return Release.of(text.substring(text.indexOf(name) + name.length()).split("\\s")[0]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aClusterGetsTheReleaseItAsksFor() {
        assertThat(KubernetesVersion.wanted(Yaml.config(""))).contains(new Release(34, 4));
        assertThat(KubernetesVersion.wanted(k8s("version: v1.35.4"))).contains(new Release(35, 4));
        assertThat(KubernetesVersion.wanted(k8s("version: 1.35.4"))).contains(new Release(35, 4));
        assertThat(KubernetesVersion.wanted(k8s("image: {tag: v1.35.4}")))
                .contains(new Release(35, 4));
        assertThat(KubernetesVersion.wanted(k8s("version: v1.34.4, image: {tag: v1.35.4}")))
                .contains(new Release(34, 4));
    }

    @Test
    void aReleaseThatIsNotThereIsAProblemWhereItIsWritten() {
        assertThat(KubernetesVersion.problem(k8s("version: v1.35.4"))).isEmpty();
        assertThat(KubernetesVersion.problem(k8s("version: v1.31.2")).map(Problem::toString))
                .contains(
                        "controlPlane.distro.k8s.version: \"v1.31.2\" is no release of Kubernetes"
                                + " that this Mooring runs; leave it out, which is v1.34.4, or"
                                + " write v1.34.4 or v1.35.4");
        assertThat(KubernetesVersion.problem(k8s("image: {tag: v1.35.4-rc.0}")).map(Problem::path))
                .contains("controlPlane.distro.k8s.image.tag");
    }

    @Test
    void whatWasSaidElsewhereCountsUnlessTheTextSaysItItself() {
        assertThat(wanted("", "v1.35.4")).contains(new Release(35, 4));
        assertThat(wanted("controlPlane: {distro: {k8s: {version: }}}", "v1.35.4"))
                .contains(new Release(35, 4));
        assertThat(wanted("controlPlane: {distro: {k8s: {version: v1.34.4}}}", "v1.35.4"))
                .contains(new Release(34, 4));
        assertThat(wanted("controlPlane: {distro: {k8s: {image: {tag: v1.34.4}}}}", "v1.35.4"))
                .contains(new Release(34, 4));
    }

    private static Optional<Release> wanted(String yaml, String elsewhere) {
        return KubernetesVersion.wanted(ConfigLoader.load(yaml, elsewhere).config());
    }

    private static VirtualClusterConfig k8s(String settings) {
        return Yaml.config("controlPlane: {distro: {k8s: {" + settings + "}}}");
    }
}
