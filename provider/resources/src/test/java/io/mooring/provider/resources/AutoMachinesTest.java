package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.AutoNodes;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.SettingProblem;
import io.mooring.nodes.testkit.MemoryNodes;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// Nothing that an autoscaler made at a cloud outlives its control plane.
final class AutoMachinesTest {

    private static final String CA = "sha256:" + "a".repeat(64);
    private static final List<AutoNodes> DECLARED =
            List.of(nodes("local", Map.of()), nodes("memory", Map.of("region", "north")));

    private final MemoryNodes cloud =
            new MemoryNodes(
                    "memory",
                    List.of(
                            new MachineType(
                                    "small",
                                    "amd64",
                                    2,
                                    4096,
                                    0,
                                    List.of(
                                            new MachineType.Offering(
                                                    "a",
                                                    MachineType.Capacity.ON_DEMAND,
                                                    OptionalDouble.of(0.1),
                                                    true)))));
    private final List<String> opened = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final AutoMachines machines = new AutoMachines(this::factory);

    @Test
    void theMachinesOfTheClusterAreRemovedAndThoseOfOthersStay() {
        make("shop", "burst-1");
        make("shop", "burst-2");
        make("other", "burst-1");

        machines.remove(machines.open("shop", DECLARED, CA), new Progress3());

        assertThat(opened).containsExactly("auto" + "a".repeat(32) + " {region=north}");
        assertThat(cloud.list("shop")).isEmpty();
        assertThat(cloud.list("other")).hasSize(1);
        assertThat(said).containsExactly("removing 2 auto nodes of shop at memory");
    }

    @Test
    void whatAProviderPutsOffIsAskedForAgain() {
        make("shop", "burst-1");
        cloud.throttles.add(Duration.ofSeconds(1));

        machines.remove(machines.open("shop", DECLARED, CA), new Progress3());

        assertThat(cloud.list("shop")).isEmpty();
    }

    @Test
    void aMachineThatTheProviderShowsLateIsRemovedToo() {
        AutoMachines.Open open = machines.open("shop", DECLARED, CA);

        machines.remove(
                open,
                new Progress3() {
                    @Override
                    public void pause(Duration pause) {
                        if (remaining().equals(Duration.ofSeconds(3))) {
                            assertThat(cloud.list("shop")).isEmpty();
                            make("shop", "burst-1");
                        }
                        super.pause(pause);
                    }
                });

        assertThat(cloud.list("shop")).isEmpty();
        assertThat(said).containsExactly("removing 1 auto nodes of shop at memory");
        assertThat(pauses).hasSize(3).first().isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whereThereIsNoTimeToLookAgainThatIsSaid() {
        AutoMachines.Open open = machines.open("shop", DECLARED, CA);
        var inAHurry = new Progress3();
        inAHurry.left = 0;

        assertThatThrownBy(() -> machines.remove(open, inAHurry))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "removing control plane shop: auto nodes at memory may still be there; run again: it showed none, and there was no time to look again for one that was made just before");
    }

    @Test
    void whereTheProviderCannotBeAskedNothingIsBegun() {
        cloud.down = Optional.of("no credentials");

        assertThatThrownBy(() -> machines.open("shop", DECLARED, CA))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "removing control plane shop: its auto nodes at memory cannot be looked at from here, so they would be left behind; nothing was changed. Sign in to memory as the control plane is, or take privateNodes.autoNodes out, apply that and wait until the nodes are gone; then run again. It said: no credentials");
    }

    @Test
    void whatIsLeftInTheEndIsNamed() {
        make("shop", "burst-1");
        AutoMachines.Open open = machines.open("shop", DECLARED, CA);
        cloud.down = Optional.of("503");

        assertThatThrownBy(() -> machines.remove(open, new Progress3()))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "removing control plane shop: auto nodes at memory are still there; run again: 503");
    }

    private void make(String cluster, String machine) {
        cloud.create(
                new MachineRequest(
                        new MachineId(cluster, machine), new SecretText("#"), List.of()));
    }

    private static AutoNodes nodes(String provider, Map<String, String> properties) {
        return new AutoNodes(provider, properties, List.of(), List.of());
    }

    private NodeProviderFactory factory(String name) {
        if (!name.equals("memory")) {
            throw new ProviderFailure("there is no node provider " + name);
        }
        return new NodeProviderFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<SettingProblem> check(Map<String, Object> settings) {
                return List.of();
            }

            @Override
            public NodeProvider open(Owner owner, Map<String, Object> settings) {
                opened.add(owner.uid() + " " + settings);
                return cloud;
            }
        };
    }

    /// Has time for three pauses.
    private class Progress3 implements Progress {

        int left = 3;

        @Override
        public void say(String text) {
            said.add(text);
        }

        @Override
        public void pause(Duration pause) {
            pauses.add(pause);
            left--;
        }

        @Override
        public Duration remaining() {
            return Duration.ofSeconds(left);
        }
    }
}
