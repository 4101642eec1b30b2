package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlPlaneDiffTest {

    private static final String BASE = "name: shop\nhost: {standalone: {local: {}}}\n";

    @TempDir private Path directory = Path.of("");

    private final Lifecycle controlPlane = Given.resource("mooring:index:ControlPlane");

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                              | {logging: {encoding: json}}                              | in place
                    {networking: {podCIDR: 10.244.0.0/16}}          | {networking: {podCIDR: 10.245.0.0/16}}                   | replace
                    {networking: {serviceCIDR: 10.96.0.0/12}}       | {networking: {serviceCIDR: 10.112.0.0/12}}               | replace
                    {}                                              | {privateNodes: {enabled: true}}                          | nothing
                    {}                                              | {controlPlane: {standalone: {enabled: true}}}            | nothing
                    """)
    void aChangeOfTheConfigurationTakesWhatItTakes(String before, String after, String expected) {
        Difference difference = diff(BASE + "config: " + before, BASE + "config: " + after);

        assertThat(words(difference)).isEqualTo(expected);
    }

    @Test
    void theSameConfigurationAsTextIsNoChange() {
        Difference difference =
                diff(
                        BASE + "config: {networking: {podCIDR: 10.9.0.0/16}}",
                        BASE + "configYaml: 'networking: {podCIDR: 10.9.0.0/16}'");

        assertThat(difference.isEmpty()).isTrue();
    }

    @Test
    void aChangeThatCannotBeDoneIsRefusedWithTheReason() {
        assertThatThrownBy(
                        () -> diff(BASE, BASE + "config: {privateNodes: {vpn: {enabled: true}}}"))
                .isInstanceOf(ResourceFailure.class)
                .hasMessageStartingWith("changing control plane id: refused, nothing was changed:")
                .hasMessageContaining("privateNodes.vpn.enabled");
    }

    @Test
    void aLaterReleaseOfKubernetesIsAnUpgradeInPlaceHoweverItIsSaid() {
        String asConfig = "config: {controlPlane: {distro: {k8s: {version: v1.35.4}}}}";

        assertThat(words(diff(BASE, BASE + "kubernetesVersion: v1.35.4"))).isEqualTo("in place");
        assertThat(words(diff(BASE, BASE + asConfig))).isEqualTo("in place");
        assertThat(words(diff(BASE + "kubernetesVersion: v1.35.4", BASE + asConfig)))
                .isEqualTo("nothing");
        assertThat(words(diff(BASE, BASE + "kubernetesVersion: v1.34.4"))).isEqualTo("nothing");
    }

    @Test
    void anEarlierReleaseOfKubernetesIsRefused() {
        assertThatThrownBy(() -> diff(BASE + "kubernetesVersion: v1.35.4", BASE))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "changing control plane id: refused, nothing was changed:\n"
                                + "  controlPlane.distro.k8s.version: from v1.35.4 to v1.34.4:"
                                + " Kubernetes cannot go back; restore a snapshot into a new"
                                + " cluster");
    }

    @Test
    void anotherNameIsAnotherClusterAndTheOldOneGoesFirst() {
        Difference difference = diff(BASE, BASE.replace("shop", "store"));

        assertThat(difference.replaces()).isTrue();
        assertThat(difference.deleteBeforeReplace()).isTrue();
    }

    @Test
    void anotherDataDirectoryIsAnotherCluster() {
        Difference difference = diff(BASE, BASE.replace("{}", "{dataDir: /srv/shop}"));

        assertThat(words(difference)).isEqualTo("replace");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {docker: {}}              | {docker: {port: 30443}}             | in place
                    {docker: {}}              | {docker: {image: 'team/it:2'}}      | in place
                    {docker: {}}              | {docker: {endpoint: 'tcp://box'}}   | replace
                    {docker: {}}              | {kubernetes: {}}                    | replace
                    {kubernetes: {}}          | {docker: {}}                        | replace
                    {standalone: {local: {}}} | {docker: {}}                        | replace
                    """)
    void anotherPlaceIsAnotherClusterAndAnotherWayToRunThereIsNot(
            String before, String after, String expected) {
        assertThat(words(diff("name: shop\nhost: " + before, "name: shop\nhost: " + after)))
                .isEqualTo(expected);
    }

    @Test
    void aControlPlaneThatDoesNotAnswerIsBroughtBack() {
        var old = Given.made(controlPlane, "shop", Given.value(BASE), false);

        Difference difference = controlPlane.diff(old, old.inputs());

        assertThat(difference.changes())
                .containsExactly(new Difference.Change("ready", Difference.Kind.UPDATE, false));
    }

    @Test
    void aPausedControlPlaneIsNeitherBroughtBackNorMended() {
        Existing paused = paused(Given.value(BASE));

        assertThat(controlPlane.diff(paused, paused.inputs()).isEmpty()).isTrue();
    }

    @Test
    void aChangeOfAPausedControlPlaneIsRefusedWhileItIsPaused() throws IOException {
        String base = "name: shop\nhost: {standalone: {local: {dataDir: " + directory + "}}}\n";
        Existing paused = paused(Given.value(base));
        ObjectValue changed = checked(base + "config: {logging: {encoding: json}}");

        assertThat(words(controlPlane.diff(paused, changed))).isEqualTo("in place");

        Files.writeString(directory.resolve("config.yaml"), "{}");
        Files.createDirectory(directory.resolve("service"));
        Files.writeString(directory.resolve("service/paused"), "2026-11-22T12:00:00Z\n");
        assertThatThrownBy(() -> controlPlane.diff(paused, changed))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "changing control plane shop: refused, nothing was changed:\n"
                                + "  it is paused since 2026-11-22T12:00:00Z; `mooring resume`"
                                + " starts it again, then run this again");
    }

    private Existing paused(ObjectValue inputs) {
        Existing made = Given.made(controlPlane, "shop", inputs, false);
        ObjectValue outputs =
                made.outputs()
                        .with("paused", Value.of(true))
                        .with("drift", Value.texts(List.of("Service shop is gone")));
        return new Existing("shop", made.inputs(), outputs);
    }

    private ObjectValue checked(String inputs) {
        return Given.checked(controlPlane, "shop", Given.value(inputs));
    }

    @Test
    void nothingChangesWithoutAChange() {
        assertThat(diff(BASE, BASE).isEmpty()).isTrue();
    }

    private Difference diff(String before, String after) {
        var old = Given.made(controlPlane, "shop", Given.value(before));
        return controlPlane.diff(old, Given.checked(controlPlane, "shop", Given.value(after)));
    }

    private static String words(Difference difference) {
        if (difference.isEmpty()) {
            return "nothing";
        }
        return difference.replaces() ? "replace" : "in place";
    }
}
