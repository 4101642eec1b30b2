package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ControlPlaneCheckTest {

    private static final String TOKEN = "mooring:index:ControlPlane";
    private static final String LOCAL = "host: {standalone: {local: {}}}\n";

    private final Lifecycle controlPlane = Given.resource(TOKEN);

    @Test
    void aNameIsMadeOfTheResourcesNameAndIsTheSameInEveryRun() {
        String first = name("My Shop", ObjectValue.EMPTY);
        String second = name("My Shop", ObjectValue.EMPTY);

        assertThat(first).isEqualTo(second).matches("my-shop-[0-9a-f]{7}");
    }

    @Test
    void differentResourcesGetDifferentNames() {
        assertThat(name("shop", ObjectValue.EMPTY)).isNotEqualTo(name("Shop", ObjectValue.EMPTY));
    }

    @Test
    void aNameOnceMadeIsKept() {
        ObjectValue old = Given.value("name: chosen-long-ago");

        assertThat(name("shop", old)).isEqualTo("chosen-long-ago");
    }

    @Test
    void aLongNameFitsALabelOfFortyCharacters() {
        String name =
                name("a-very-long-name-of-a-resource-that-nobody-would-type", ObjectValue.EMPTY);

        assertThat(name).hasSizeLessThanOrEqualTo(40).matches("[a-z][a-z0-9-]*[a-z0-9]");
    }

    @Test
    void aNameThatIsNoLabelIsRefused() {
        assertThat(failures(LOCAL + "name: Shop_1"))
                .containsExactly(
                        new PropertyFailure(
                                "name",
                                "\"Shop_1\" is no name for it; use at most 40 lower-case letters, digits and single '-', beginning with a letter and not ending with '-'"));
    }

    @Test
    void placesThatMayTurnOutNotToBeGivenAreNotJudged() {
        ObjectValue undecided =
                ObjectValue.EMPTY
                        .with("kubernetes", Value.UNKNOWN)
                        .with("standalone", Value.UNKNOWN);

        assertThat(failures(ObjectValue.EMPTY.with("host", undecided))).isEmpty();
        assertThat(failures("host: {kubernetes: {}, standalone: {local: {}}}"))
                .containsExactly(new PropertyFailure("host", "names more than one host; keep one"));
    }

    @Test
    void aHostMustBeGiven() {
        assertThat(failures("name: shop"))
                .containsExactly(
                        new PropertyFailure("host", "is required and missing; give an object"));
    }

    @Test
    void everythingThatIsWrongWithAMachineIsToldAtOnceAndNoKeyWithIt() {
        List<PropertyFailure> failures =
                failures(
                        "host: {standalone: {ssh: {host: 'box:22', port: 0, user: '-x', hostKey: abc, privateKey: hunter2,"
                                + " jumps: [{host: a b, hostKey: SHA256:short}], imageArchive: x.tar, image: nameless, address: 'h:1', memoryMib: 1}}}");

        assertThat(failures)
                .extracting(PropertyFailure::path)
                .containsExactly(
                        "host.standalone.ssh.host",
                        "host.standalone.ssh.user",
                        "host.standalone.ssh.port",
                        "host.standalone.ssh.hostKey",
                        "host.standalone.ssh.privateKey",
                        "host.standalone.ssh.jumps[0].host",
                        "host.standalone.ssh.jumps[0].hostKey",
                        "host.standalone.ssh.address",
                        "host.standalone.ssh.image",
                        "host.standalone.ssh.imageArchive",
                        "host.standalone.ssh.memoryMib");
        assertThat(failures.toString()).doesNotContain("hunter2");
    }

    @Test
    void aMachineMustProveWhoItIsAndAnImageMustBeThere() {
        assertThat(failures("host: {standalone: {ssh: {host: box}}}"))
                .extracting(PropertyFailure::path)
                .containsExactly("host.standalone.ssh.hostKey", "host.standalone.ssh.privateKey");
        assertThat(
                        failures(
                                "host: {standalone: {ssh: {host: box, hostKey: UNKNOWN, privateKey: UNKNOWN}}}"))
                .extracting(PropertyFailure::path)
                .containsExactly("host.standalone.ssh.imageArchive");
        assertThat(
                        failures(
                                "host: {standalone: {ssh: {host: UNKNOWN, hostKey: UNKNOWN, privateKey: UNKNOWN, image: UNKNOWN}}}"))
                .isEmpty();
        assertThat(
                        failures(
                                "host: {standalone: {local: {}, ssh: {host: box, hostKey: UNKNOWN, privateKey: UNKNOWN}}}"))
                .extracting(PropertyFailure::path)
                .contains("host.standalone");
    }

    @Test
    void anEngineTakesControlPlanesWithNodesOfTheirOwn() {
        assertThat(failures("host: {docker: {}}")).isEmpty();
        assertThat(failures("host: {docker: {}, standalone: {local: {}}}"))
                .containsExactly(new PropertyFailure("host", "names more than one host; keep one"));
        assertThat(failures("host: {docker: {}}\nconfig: {privateNodes: {enabled: false}}"))
                .extracting(PropertyFailure::path)
                .containsExactly("config.privateNodes.enabled");
    }

    @Test
    void everythingThatIsWrongWithAnEngineIsToldAtOnce() {
        assertThat(
                        failures(
                                "host: {docker: {endpoint: 'npipe://x', certPath: certs, image: 'A B', imageArchive: x.tar,"
                                        + " hostIp: box, port: 70000, address: 'box:80', network: '-', memoryMib: 1}}"))
                .containsExactly(
                        new PropertyFailure(
                                "host.docker.endpoint",
                                "\"npipe://x\" is no address of an engine; write unix:///PATH or tcp://HOST:PORT"),
                        new PropertyFailure(
                                "host.docker.certPath",
                                "\"certs\" is relative; write an absolute path"),
                        new PropertyFailure(
                                "host.docker.image", "\"A B\" is no image; write NAME or NAME:TAG"),
                        new PropertyFailure(
                                "host.docker.imageArchive",
                                "\"x.tar\" is relative; write an absolute path"),
                        new PropertyFailure(
                                "host.docker.hostIp",
                                "\"box\" is no IP address; write one of the engine's machine, 0.0.0.0 for all"),
                        new PropertyFailure(
                                "host.docker.address",
                                "\"box:80\" is neither a host name nor an IP address; write it without a port"),
                        new PropertyFailure("host.docker.network", "\"-\" is no name of a network"),
                        new PropertyFailure(
                                "host.docker.port", "must be from 1 to 65535, but is 70000"),
                        new PropertyFailure(
                                "host.docker.memoryMib",
                                "must be from 512 to 2147483647, but is 1"));
        assertThat(failures("host: {docker: {network: host}}"))
                .containsExactly(
                        new PropertyFailure(
                                "host.docker.network",
                                "\"host\" publishes no port, by which alone the control plane is reached; name a bridge, or leave it out"));
        assertThat(failures("host: {docker: {network: none}}")).hasSize(1);
    }

    @Test
    void aHostClusterTakesControlPlanesWithPrivateNodesAndWithItsOwn() {
        String host = "host: {kubernetes: {namespace: tenants}}\n";

        assertThat(failures(host + "config: {privateNodes: {enabled: true}}")).isEmpty();
        assertThat(failures(host)).isEmpty();
        assertThat(failures(host + "config: {controlPlane: {hostPathMapper: {enabled: true}}}"))
                .containsExactly(
                        new PropertyFailure(
                                "config.controlPlane.hostPathMapper.enabled",
                                "is not in this version with shared nodes; leave it out"));
        assertThat(failures("host: {kubernetes: {namespace: No_Name}}"))
                .extracting(PropertyFailure::path)
                .contains("host.kubernetes.namespace");
    }

    @Test
    void gatewaysOfTheControlPlanesOwnNamespaceAreMappedByTheirNamesOnly() {
        String mapped =
                "config: {sync: {fromHost: {gateways: {enabled: true, mappings: {byName: {'%s': edge/%s}}}}}}";
        String all = mapped.formatted("tenants/*", "*");

        assertThat(failures("host: {kubernetes: {namespace: tenants}}\n" + all))
                .containsExactly(
                        new PropertyFailure(
                                "config.sync.fromHost.gateways.mappings.byName.tenants/*",
                                "must not be all of the control plane's own namespace, where the copies of tenants' gateways are; name the gateways that are meant"));
        assertThat(failures("name: tenants\nhost: {kubernetes: {}}\n" + all)).hasSize(1);
        assertThat(failures("name: tenants\nhost: {kubernetes: {namespace: UNKNOWN}}\n" + all))
                .isEmpty();
        assertThat(failures("host: {kubernetes: {namespace: other}}\n" + all)).isEmpty();
        assertThat(
                        failures(
                                "host: {kubernetes: {namespace: tenants}}\n"
                                        + mapped.formatted("tenants/web", "web")))
                .isEmpty();
    }

    @Test
    void aRelativeDataDirectoryIsRefused() {
        assertThat(failures("host: {standalone: {local: {dataDir: state}}}"))
                .extracting(PropertyFailure::path)
                .containsExactly("host.standalone.local.dataDir");
    }

    @Test
    void everyProblemOfTheConfigurationIsToldAtItsPath() {
        assertThat(
                        failures(
                                LOCAL
                                        + """
                                        config:
                                          networking: {podCIDRR: 10.244.0.0/16}
                                          privateNodes: {enabled: certainly}
                                        """))
                .extracting(PropertyFailure::path)
                .containsExactlyInAnyOrder(
                        "config.networking.podCIDRR", "config.privateNodes.enabled");
    }

    @Test
    void anUnknownKeyIsToldWithTheNearestName() {
        assertThat(failures(LOCAL + "config: {networking: {podCIDRR: 10.244.0.0/16}}"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.reason()).contains("podCIDR"));
    }

    @Test
    void problemsOfAConfigurationGivenAsTextNameTheirPathInTheText() {
        assertThat(failures(LOCAL + "configYaml: 'networking: {podCIDRR: 10.244.0.0/16}'"))
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure.path()).isEqualTo("configYaml");
                    assertThat(failure.reason()).startsWith("networking.podCIDRR: ");
                });
    }

    @Test
    void theConfigurationIsGivenInOneWayOnly() {
        assertThat(failures(LOCAL + "config: {}\nconfigYaml: ''"))
                .containsExactly(
                        new PropertyFailure(
                                "configYaml",
                                "must not be given together with config; give one of them"));
    }

    @Test
    void aConfigurationThatIsNotKnownYetIsLookedAtLater() {
        assertThat(failures(LOCAL + "config: {networking: {podCIDRR: UNKNOWN}}")).isEmpty();
    }

    @Test
    void privateNodesMayBeSwitchedOnThoughStandaloneImpliesThem() {
        assertThat(failures(LOCAL + "config: {privateNodes: {enabled: true}}")).isEmpty();
    }

    @Test
    void aReleaseOfKubernetesIsOneThatThereIs() {
        assertThat(failures(LOCAL + "kubernetesVersion: v1.35.4")).isEmpty();
        assertThat(failures(LOCAL + "config: {controlPlane: {distro: {k8s: {version: v1.35.4}}}}"))
                .isEmpty();
        assertThat(failures(LOCAL + "kubernetesVersion: v1.20.0"))
                .containsExactly(
                        new PropertyFailure(
                                "kubernetesVersion",
                                "\"v1.20.0\" is no release of Kubernetes that this Mooring runs; leave it out, which is v1.34.4, or write v1.34.4 or v1.35.4"));
        assertThat(failures(LOCAL + "config: {controlPlane: {distro: {k8s: {version: v1.20.0}}}}"))
                .extracting(PropertyFailure::path)
                .containsExactly("config.controlPlane.distro.k8s.version");
    }

    @Test
    void aReleaseOfKubernetesIsSaidOnce() {
        String config = "config: {controlPlane: {distro: {k8s: {version: v1.34.4}}}}\n";

        assertThat(failures(LOCAL + config + "kubernetesVersion: v1.34.4")).isEmpty();
        assertThat(failures(LOCAL + config + "kubernetesVersion: v1.35.4"))
                .containsExactly(
                        new PropertyFailure(
                                "kubernetesVersion",
                                "is \"v1.35.4\", and the configuration says another release in controlPlane.distro.k8s; give one of them"));
    }

    @Test
    void whatThisVersionDoesNotDoIsToldBeforeAnythingIsMade() {
        String asked =
                """
                config:
                  controlPlane:
                    backingStore: {etcd: {deploy: {enabled: true}}}
                  privateNodes: {enabled: true}
                """;

        assertThat(failures("host: {kubernetes: {}}\n" + asked))
                .extracting(PropertyFailure::path)
                .containsExactly("config.controlPlane.backingStore.etcd.deploy.enabled");
    }

    @Test
    void aHostClusterTakesThreeReplicasWithAStoreThatTheyShare() {
        String host = "host: {kubernetes: {}}\nconfig:\n  privateNodes: {enabled: true}\n";
        String three = "  controlPlane:\n    statefulSet: {highAvailability: {replicas: 3}}\n";

        assertThat(failures(host + three + "    backingStore: {etcd: {embedded: {enabled: true}}}"))
                .isEmpty();
        assertThat(failures(host + three))
                .extracting(PropertyFailure::path)
                .containsExactly("config.controlPlane.statefulSet.highAvailability.replicas");
    }

    private String name(String logicalName, ObjectValue old) {
        var context = new CheckContext(Given.named(TOKEN, logicalName), old, ObjectValue.EMPTY);
        return controlPlane.check(Given.value(LOCAL), context).inputs().requireText("name");
    }

    private List<PropertyFailure> failures(String yaml) {
        return failures(Given.value(yaml));
    }

    private List<PropertyFailure> failures(ObjectValue inputs) {
        return controlPlane.check(inputs, Given.fresh(TOKEN, "shop")).failures();
    }
}
