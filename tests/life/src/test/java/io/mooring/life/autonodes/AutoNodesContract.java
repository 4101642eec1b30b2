package io.mooring.life.autonodes;

import static io.mooring.life.autonodes.AutoCluster.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mooring.bootstrap.testkit.ControlPlaneExtension;
import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What every provider of auto nodes promises, from a pod that waits to a machine that is gone. A
/// provider's own test extends this and says where its machines are.
@ExtendWith(ControlPlaneExtension.class)
abstract class AutoNodesContract {

    private static final String POOL = "burst";

    @Nullable private KubeClient kube;
    @Nullable private AutoCloud opened;
    @Nullable private AutoCluster cluster;

    /// With nothing in it.
    abstract AutoCloud open(String cluster);

    @BeforeEach
    void start(RealControlPlane api) throws IOException {
        String name = "auto-" + ProcessHandle.current().pid();
        opened = open(name);
        kube = api.client();
        cluster = new AutoCluster(kube, name, opened);
    }

    @AfterEach
    void end() {
        try {
            cluster().close();
        } finally {
            cloud().close();
            Objects.requireNonNull(kube).close();
        }
    }

    private AutoCloud cloud() {
        return Objects.requireNonNull(opened);
    }

    private AutoCluster cluster() {
        return Objects.requireNonNull(cluster);
    }

    @Test
    void aPodThatWaitsHasANodeMadeWhichGoesWithIt() throws InterruptedException {
        boolean elsewhere = cloud().refuseNext();
        cluster().start(POOL);
        cluster().pending("work");

        String machine = launched(Optional.empty());

        KubeObject claim = cluster().claim(machine);
        assertThat(claim.labels()).containsKey("node.kubernetes.io/instance-type");
        cloud().price()
                .ifPresent(it ->
                        assertThat(claim.annotations().get("mooring.io/order"))
                                .contains("\"price\":" + it));
        if (elsewhere) {
            within().untilAsserted(() ->
                    assertThat(cluster().said(machine))
                            .anyMatch(it -> it.contains("was not to be had; it is ")));
        }
        assertThat(cloud().running()).containsOnlyKeys(machine);
        assertThat(cloud().userData(machine))
                .contains("10.9.8.7", machine, "karpenter.sh/unregistered");
        within().until(() -> cluster().is(cluster().pool(POOL).orElseThrow(), "Ready"));

        join(machine);
        KubeObject node = cluster().node(machine);
        assertThat(node.labels())
                .containsEntry("tier", "batch")
                .containsAllEntriesOf(Labels.of(claim));
        assertThat(node.text("spec", "providerID")).isEqualTo(claim.text("status", "providerID"));
        cluster().bind("work", machine);

        cluster().stop();
        cluster().start(POOL);
        cluster().end("work");
        within().until(() -> cluster().claims().isEmpty());
        assertThat(cloud().left()).isEmpty();
    }

    @Test
    @Tag("long")
    void aServerThatEndsWhileAMachineIsMadeLeavesNoSecondOne() throws InterruptedException {
        cloud().loseAnswer();
        cluster().start(POOL);
        cluster().pending("work");
        within().until(() -> cloud().launches() > 0);

        cluster().stop();
        cluster().start(POOL);

        String machine = launched(Optional.empty());
        assertThat(cloud().running()).containsOnlyKeys(machine);
        assertThat(cluster().claims()).hasSize(1);
    }

    @Test
    @Tag("long")
    void whatTheCloudRefusesForGoodIsSaidOfThePoolUntilItIsMended() {
        Optional<String> why = cloud().refuseProperty();
        assumeThat(why).as("a property that its cloud refuses").isPresent();
        cluster().start(POOL);
        cluster().pending("work");

        within().untilAsserted(() ->
                assertThat(
                                cluster()
                                        .pool(POOL)
                                        .orElseThrow()
                                        .list("status", "conditions")
                                        .toString())
                        .contains("False", why.get()));
        cloud().mend();

        launched(Optional.empty());
        within().until(() -> cluster().is(cluster().pool(POOL).orElseThrow(), "Ready"));
        assertThat(cloud().running()).hasSize(1);
    }

    @Test
    @Tag("long")
    void aPodHasItsMachineWhereItsVolumeIs() {
        assumeThat(cloud().otherZone()).as("a provider with zones").isPresent();
        String zone = cloud().otherZone().orElseThrow();
        cluster().start(POOL);
        String volume = "data-of-" + cloud().provider();
        cluster().volume(volume, zone);
        cluster().pending("db", volume);

        assertThat(cluster().claim(launched(Optional.empty())).labels())
                .containsEntry("topology.kubernetes.io/zone", zone);
    }

    @Test
    @Tag("long")
    void aMachineThatIsTakenAwayIsDrainedAtOnceAndAnotherOfferingIsBought() {
        assumeThat(isTakenAway()).as("a provider that takes machines away").isTrue();
        cluster().start(POOL);
        cluster().pending("work");
        String first = launched(Optional.empty());
        join(first);
        cluster().bind("work", first);
        String before = Labels.offering(cluster().claim(first));

        cloud().takeAway(first);

        within().until(() -> cluster().isBeingEvicted("work"));
        assertThat(cluster().node(first).list("spec", "taints").toString())
                .contains("karpenter.sh/disrupted");
        assertThat(cluster().said(first)).anyMatch(it -> it.contains("takes the machine away at"));
        cluster().end("work");
        cluster().pending("again");
        String second = launched(Optional.of(first));
        assertThat(Labels.offering(cluster().claim(second))).isNotEqualTo(before);
        within().until(() -> cluster().claims().size() == 1);
        assertThat(cloud().running()).containsOnlyKeys(second);
    }

    private boolean isTakenAway() {
        return cloud().properties().toString().contains("[spot]");
    }

    /// The name of the one machine that is there beside the other, once its claim says so.
    private String launched(Optional<String> other) {
        return within().until(
                        () -> claims(other).filter(it -> cluster().is(it, "Launched")),
                        Optional::isPresent)
                .map(KubeObject::name)
                .orElseThrow();
    }

    private Optional<KubeObject> claims(Optional<String> other) {
        List<KubeObject> all =
                cluster().claims().stream()
                        .filter(it -> !Optional.of(it.name()).equals(other))
                        .toList();
        assertThat(all).hasSizeLessThan(2);
        return all.stream().findFirst();
    }

    private void join(String machine) {
        cluster().join(machine);
        within().until(() -> cluster().is(cluster().claim(machine), "Initialized"));
    }
}
