package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeSchemaTest {

    private static final String TOKEN = "mooring:local:Node";
    private static final String BASE =
            """
            cluster: {name: shop, endpoint: 'https://10.76.0.2:8443', caCertHash: 'sha256:aa', kubeconfig: text}
            labels: {tier: web}
            """;

    private final Lifecycle node = Given.resource(TOKEN);

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tier: web                   | tier: db                                      | in place
                    labels: {tier: web}         | taints: [{key: gpu, effect: NoSchedule}]      | in place
                    labels: {tier: web}         | poweredOn: false                              | in place
                    kubeconfig: text            | kubeconfig: other                             | in place
                    labels: {tier: web}         | images: [/srv/demo.tar]                       | replace
                    labels: {tier: web}         | preJoinCommands: [echo]                       | replace
                    labels: {tier: web}         | kubeletExtraArgs: {max-pods: '50'}            | replace
                    labels: {tier: web}         | name: other                                   | replace
                    name: shop                  | name: store                                   | replace
                    sha256:aa                   | sha256:bb                                     | replace
                    """)
    void aChangeOfANodeTakesWhatItTakes(String before, String after, String expected) {
        Difference difference =
                node.diff(
                        Given.made(node, "nodes-0", Given.value(BASE)),
                        Given.checked(node, "nodes-0", Given.value(BASE.replace(before, after))));

        assertThat(difference.isEmpty()).isFalse();
        assertThat(difference.replaces() ? "replace" : "in place").isEqualTo(expected);
    }

    @Test
    void aClusterThatIsMadeAnewReplacesItsNodes() {
        var unknown = Given.value("cluster: UNKNOWN\nlabels: {tier: web}");

        Difference difference =
                node.diff(
                        Given.made(node, "nodes-0", Given.value(BASE)),
                        Given.checked(node, "nodes-0", unknown));

        assertThat(difference.touches("cluster")).isTrue();
    }

    @Test
    void aNodeThatIsNotReadyIsBroughtBack() {
        Existing old = Given.made(node, "nodes-0", Given.value(BASE), false);

        assertThat(node.diff(old, old.inputs()).changes())
                .containsExactly(new Difference.Change("ready", Difference.Kind.UPDATE, false));
    }

    @Test
    void aNodeThatIsSwitchedOffOnPurposeStaysOff() {
        Existing old = Given.made(node, "nodes-0", Given.value(BASE + "poweredOn: false"), false);

        assertThat(node.diff(old, old.inputs()).isEmpty()).isTrue();
    }

    @Test
    void labelsThatAKubeletMayNotSetAreRefusedBeforeAMachineIsMade() {
        var inputs = Given.value(BASE.replace("tier: web", "kubernetes.io/role: web"));

        assertThat(node.check(inputs, Given.fresh(TOKEN, "nodes-0")).failures())
                .singleElement()
                .extracting(PropertyFailure::path)
                .isEqualTo("labels");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ignition | is "ignition", which nothing reads on these machines; take it away
                    butane   | is "butane"; give cloud-config or ignition
                    """)
    void whatNothingReadsOnTheMachineIsRefused(String format, String reason) {
        var inputs = Given.value(BASE + "userDataFormat: " + format);

        assertThat(node.check(inputs, Given.fresh(TOKEN, "nodes-0")).failures())
                .containsExactly(new PropertyFailure("userDataFormat", reason));
    }

    @Test
    void theKubeconfigOfItsClusterIsASecret() {
        var inputs = Given.checked(node, "nodes-0", Given.value(BASE));

        assertThat(inputs.requireObject("cluster").field("kubeconfig"))
                .isInstanceOf(Value.SecretValue.class);
        assertThat(inputs.toString()).doesNotContain("text");
    }
}
