package io.mooring.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.baremetal.testkit.SshKey;
import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.Given;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What changes and mistakes of cloud nodes come to, as their providers judge them.
final class CloudNodeTest {

    private static final String TOKEN = "mooring:aws:Node";
    private static final String BASE =
            """
            cluster: {name: shop, endpoint: 'https://10.76.0.2:8443', caCertHash: 'sha256:aabbccddeeff00112233445566778899aabbccddeeff', kubeconfig: text}
            machine: {region: eu-central-1, instanceTypes: [m7i.large], image: {id: ami-0123456789abcdef0}, profile: ops}
            labels: {tier: web}
            """;

    private static final String METAL = "mooring:baremetal:Node";
    private static final String METAL_BASE = metal();

    private static final String AZURE = "mooring:azure:Node";
    private static final String AZURE_BASE =
            """
            cluster: {name: shop, endpoint: 'https://10.76.0.2:8443', caCertHash: 'sha256:aabbccddeeff00112233445566778899aabbccddeeff', kubeconfig: text}
            machine:
              subscription: 01234567-89ab-cdef-0123-456789abcdef
              resourceGroup: nodes
              location: westeurope
              endpoint: https://arm.example.org
              vmSizes: [Standard_D4s_v5]
              image: {publisher: canonical, offer: ubuntu-24_04-lts, sku: server}
              subnet: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n
            labels: {tier: web}
            """;

    private static final String GCP = "mooring:gcp:Node";
    private static final String GCP_BASE =
            """
            cluster: {name: shop, endpoint: 'https://10.76.0.2:8443', caCertHash: 'sha256:aabbccddeeff00112233445566778899aabbccddeeff', kubeconfig: text}
            machine:
              project: my-project-1
              region: europe-west1
              endpoint: https://gce.example.org
              machineTypes: [n2-standard-4]
              image: {family: ubuntu-2404-lts-amd64, project: ubuntu-os-cloud}
              bootDisk: {sizeGiB: 64}
            labels: {tier: web}
            """;

    private final Lifecycle node = Given.resource(TOKEN);

    private static String metal() {
        SshKey key = SshKey.make("ed25519");
        String secret = key.secret().strip().replace("\n", "\\n");
        return """
        cluster: {name: shop, endpoint: 'https://10.76.0.2:8443', caCertHash: 'sha256:aabbccddeeff00112233445566778899aabbccddeeff', kubeconfig: text}
        labels: {tier: web}
        machine:
          user: ops
          port: 22
          privateKey: "%s"
          inventory: [{address: 10.0.0.11, hostKey: '%s', privateKey: "%s"}]
        """
                .formatted(secret, key.open(), secret);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tier: web                | tier: db                             | in place
                    profile: ops             | profile: other                       | in place
                    labels: {tier: web}      | poweredOn: false                     | in place
                    labels: {tier: web}      | skipAwait: true                      | in place
                    m7i.large                | m7i.xlarge                           | replace
                    eu-central-1             | eu-west-1                            | replace
                    profile: ops             | profile: ops, tags: {team: shop}     | replace
                    profile: ops             | profile: ops, rootVolume: {sizeGiB: 50} | replace
                    ami-0123456789abcdef0    | ami-0123456789abcdef1                | replace
                    """)
    void aChangeOfACloudNodeTakesWhatItTakes(String before, String after, String expected) {
        Difference difference =
                node.diff(
                        Given.made(node, "nodes-0", Given.value(BASE)),
                        Given.checked(node, "nodes-0", Given.value(BASE.replace(before, after))));

        assertThat(difference.isEmpty()).isFalse();
        assertThat(difference.replaces() ? "replace" : "in place").isEqualTo(expected);
    }

    @Test
    void whatTheProviderFindsWrongIsToldByProperty() {
        var wrong =
                Given.value(
                        BASE.replace("m7i.large", "large")
                                .replace("profile: ops", "spotMaxPrice: '1'"));

        assertThat(node.check(wrong, Given.fresh(TOKEN, "nodes-0")).failures())
                .extracting(PropertyFailure::path)
                .containsExactly("machine.instanceTypes[0]", "machine.spotMaxPrice");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    user: ops     | user: root                                      | in place
                    port: 22      | port: 2222                                      | in place
                    tier: web     | tier: db                                        | in place
                    10.0.0.11, ho | 10.0.0.11, name: rack1, ho                      | in place
                    labels:       | preJoinCommands: [echo]\\nlabels:              | replace
                    aabbccdd      | 00bbccdd                                        | replace
                    """)
    void machinesComeAndGoBesideANodeOnBareMetal(String before, String after, String expected) {
        Lifecycle metal = Given.resource(METAL);
        String changed = METAL_BASE.replace(before, after.replace("\\n", "\n"));

        Difference difference =
                metal.diff(
                        Given.made(metal, "nodes-0", Given.value(METAL_BASE)),
                        Given.checked(metal, "nodes-0", Given.value(changed)));

        assertThat(difference.isEmpty()).isFalse();
        assertThat(difference.replaces() ? "replace" : "in place").isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tier: web           | tier: db                  | in place
                    arm.example.org     | proxy.example.org         | in place
                    labels: {tier: web} | poweredOn: false          | in place
                    Standard_D4s_v5     | Standard_D8s_v5           | replace
                    location: westeurope | location: northeurope     | replace
                    sku: server}        | sku: server, version: v1}  | replace
                    subnets/n           | subnets/m                 | replace
                    """)
    void aChangeOfANodeOnAzureTakesWhatItTakes(String before, String after, String expected) {
        Lifecycle azure = Given.resource(AZURE);

        Difference difference =
                azure.diff(
                        Given.made(azure, "nodes-0", Given.value(AZURE_BASE)),
                        Given.checked(
                                azure, "nodes-0", Given.value(AZURE_BASE.replace(before, after))));

        assertThat(difference.isEmpty()).isFalse();
        assertThat(difference.replaces() ? "replace" : "in place").isEqualTo(expected);
    }

    @Test
    void whatIsWrongWithANodeOnAzureIsToldByProperty() {
        var wrong =
                Given.value(
                        AZURE_BASE
                                .replace("Standard_D4s_v5", "large")
                                .replace("https://arm", "http://arm")
                                .replace("offer: ubuntu-24_04-lts, ", ""));

        assertThat(Given.resource(AZURE).check(wrong, Given.fresh(AZURE, "nodes-0")).failures())
                .extracting(PropertyFailure::path)
                .containsExactlyInAnyOrder(
                        "machine.vmSizes[0]", "machine.endpoint", "machine.image");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tier: web            | tier: db                       | in place
                    gce.example.org      | proxy.example.org              | in place
                    labels: {tier: web}  | poweredOn: false               | in place
                    n2-standard-4        | n2-standard-8                  | replace
                    region: europe-west1 | region: europe-west4           | replace
                    family: ubuntu-2404-lts-amd64 | name: mine            | replace
                    sizeGiB: 64          | sizeGiB: 65                    | replace
                    """)
    void aChangeOfANodeOnGoogleCloudTakesWhatItTakes(String before, String after, String expected) {
        Lifecycle gcp = Given.resource(GCP);

        Difference difference =
                gcp.diff(
                        Given.made(gcp, "nodes-0", Given.value(GCP_BASE)),
                        Given.checked(
                                gcp, "nodes-0", Given.value(GCP_BASE.replace(before, after))));

        assertThat(difference.isEmpty()).isFalse();
        assertThat(difference.replaces() ? "replace" : "in place").isEqualTo(expected);
    }

    @Test
    void whatIsWrongWithANodeOnGoogleCloudIsToldByProperty() {
        var wrong =
                Given.value(
                        GCP_BASE.replace("n2-standard-4", "large")
                                .replace("https://gce", "http://gce")
                                .replace("family: ubuntu-2404-lts-amd64, ", ""));

        assertThat(Given.resource(GCP).check(wrong, Given.fresh(GCP, "nodes-0")).failures())
                .extracting(PropertyFailure::path)
                .containsExactlyInAnyOrder(
                        "machine.machineTypes[0]", "machine.endpoint", "machine.image");
    }

    @Test
    void keysForBareMetalAreSecretsWhereverTheyStand() {
        ObjectValue inputs =
                Given.checked(Given.resource(METAL), "nodes-0", Given.value(METAL_BASE));

        ObjectValue machine = inputs.requireObject("machine");
        assertThat(machine.field("privateKey")).isInstanceOf(Value.SecretValue.class);
        assertThat(machine.objects("inventory").getFirst().field("privateKey"))
                .isInstanceOf(Value.SecretValue.class);
        assertThat(inputs.toString()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void whatIsWrongWithAnInventoryIsToldByProperty() {
        var wrong = Given.value(METAL_BASE.replace("hostKey: '", "hostKey: 'x"));

        assertThat(Given.resource(METAL).check(wrong, Given.fresh(METAL, "nodes-0")).failures())
                .extracting(PropertyFailure::path)
                .containsExactly("machine.inventory[0].hostKey");
    }

    @Test
    void settingsThatAreNotKnownYetAreCheckedWhenTheyAre() {
        var unknown = Given.value(BASE.replace("ami-0123456789abcdef0", "UNKNOWN"));

        assertThat(node.check(unknown, Given.fresh(TOKEN, "nodes-0")).failures()).isEmpty();
    }

    @Test
    void aNodeThatIsNotAwaitedIsNotRepairedForNotBeingReady() {
        Existing old = Given.made(node, "nodes-0", Given.value(BASE + "skipAwait: true"), false);

        assertThat(node.diff(old, old.inputs()).isEmpty()).isTrue();
    }
}
