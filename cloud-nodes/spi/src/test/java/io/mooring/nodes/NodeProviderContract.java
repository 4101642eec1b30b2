package io.mooring.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [NodeProvider] promises. A provider's own test extends this and says where to make
/// machines; it removes what a failed test leaves.
public abstract class NodeProviderContract {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    protected abstract NodeProvider provider();

    /// A cluster that machines can be made in, empty at the start of each test.
    protected abstract String cluster();

    /// A cluster that has no machines.
    protected abstract String otherCluster();

    protected abstract MachineRequest request(String machine);

    private MachineId id(String machine) {
        return new MachineId(cluster(), machine);
    }

    @Test
    void aMadeMachineIsFoundRunningWithAnAddress() {
        CreateOutcome outcome = provider().create(request("one"));

        assertThat(outcome).isInstanceOf(CreateOutcome.Created.class);
        Machine found = found("one");
        assertThat(found.id()).isEqualTo(id("one"));
        assertThat(found.state()).isEqualTo(new MachineState.Running());
        assertThat(found.addresses()).hasSize(1);
        assertThat(provider().seek(id("one"))).isEqualTo(new Lookup.Found(found));
        assertThat(provider().machineTypes()).extracting(MachineType::name).contains(found.type());
        assertThat(provider().drift(id("one"))).isEmpty();
    }

    @Test
    void aMachineIsWhatTheFirstOfItsChoicesSaysThatTheSettingsAllow() {
        MachineType type = provider().machineTypes().getLast();
        MachineType.Offering sold = type.offerings().getLast();
        var last = new Choice(type.name(), sold.zone(), sold.capacity());
        var unknown = new Choice("another", sold.zone(), sold.capacity());

        assertThat(provider().create(choosing("one", unknown)))
                .isInstanceOf(CreateOutcome.NoCapacity.class);
        assertThat(provider().list(cluster())).isEmpty();
        assertThat(provider().create(choosing("one", unknown, last)))
                .isInstanceOf(CreateOutcome.Created.class);
        assertThat(found("one").choice()).isEqualTo(last);
    }

    private MachineRequest choosing(String machine, Choice... choices) {
        MachineRequest any = request(machine);
        return new MachineRequest(any.id(), any.userData(), any.images(), List.of(choices));
    }

    @Test
    void makingAMachineAgainFindsTheSameOne() {
        provider().create(request("one"));
        Machine first = found("one");

        CreateOutcome again = provider().create(request("one"));

        assertThat(again).isEqualTo(new CreateOutcome.AlreadyThere(first));
    }

    @Test
    void oneOfManyWhoMakeAMachineAtOnceMakesIt() throws Exception {
        List<CreateOutcome> outcomes = fourAtOnce("one");

        assertThat(outcomes).filteredOn(CreateOutcome.Created.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(CreateOutcome.AlreadyThere.class::isInstance).hasSize(3);
        assertThat(provider().list(cluster())).hasSize(1);
    }

    @Test
    void machinesAreListedByName() {
        provider().create(request("two"));
        provider().create(request("one"));

        assertThat(provider().list(cluster()))
                .extracting(machine -> machine.id().name())
                .containsExactly("one", "two");
    }

    @Test
    void aMachineThatWasNeverMadeIsNotFoundAndNeedsNoRemoval() {
        assertThat(provider().get(id("ghost"))).isEqualTo(new Lookup.NotFound());
        assertThat(provider().list(cluster())).isEmpty();
        assertThat(provider().delete(id("ghost"))).isEqualTo(new DeleteOutcome.NothingThere());
    }

    @Test
    void aRemovedMachineIsGoneAndItsNameIsFree() {
        provider().create(request("one"));

        assertThat(provider().delete(id("one"))).isEqualTo(new DeleteOutcome.Deleted());

        assertThat(provider().get(id("one"))).isEqualTo(new Lookup.NotFound());
        assertThat(provider().delete(id("one"))).isEqualTo(new DeleteOutcome.NothingThere());
        assertThat(provider().create(request("one"))).isInstanceOf(CreateOutcome.Created.class);
    }

    @Test
    void aClusterNeitherSeesNorRemovesTheMachinesOfAnother() {
        provider().create(request("one"));

        assertThat(provider().list(otherCluster())).isEmpty();
        assertThat(provider().get(new MachineId(otherCluster(), "one")))
                .isEqualTo(new Lookup.NotFound());
        assertThat(provider().delete(new MachineId(otherCluster(), "one")))
                .isEqualTo(new DeleteOutcome.NothingThere());
        assertThat(found("one").state()).isEqualTo(new MachineState.Running());
    }

    @Test
    void aMachineThatIsPoweredOffIsStoppedUntilItIsPoweredOnOrMadeAgain() {
        provider().create(request("one"));
        Machine before = found("one");

        provider().powerOff(id("one"), PATIENCE);
        assertThat(found("one").state()).isInstanceOf(MachineState.Stopped.class);
        provider().powerOn(id("one"));
        assertThat(found("one")).isEqualTo(before);

        provider().powerOff(id("one"), Duration.ZERO);
        provider().create(request("one"));
        assertThat(found("one")).isEqualTo(before);
    }

    @Test
    void whatIsOnOfferIsDescribed() {
        assertThat(provider().machineTypes())
                .isNotEmpty()
                .allSatisfy(type -> {
                    assertThat(type.processors()).isPositive();
                    assertThat(type.memoryMebibytes()).isPositive();
                    assertThat(type.architecture()).isIn("amd64", "arm64");
                    assertThat(type.offerings()).isNotEmpty();
                });
    }

    @Test
    void anOrphanIsCollectedAndWhatIsWantedYoungOrOfAnotherStays() {
        provider().create(request("wanted"));
        provider().create(request("orphan"));
        var later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        var collector = new Collector(provider(), later, Duration.ofMinutes(30));
        var tooEarly = new Collector(provider(), Clock.systemUTC(), Duration.ofMinutes(30));

        assertThat(tooEarly.orphans(cluster(), Set.of("wanted"))).isEmpty();
        assertThat(collector.collect(otherCluster(), Set.of()).removed()).isEmpty();
        Collector.Collected collected = collector.collect(cluster(), Set.of("wanted"));

        assertThat(collected.failures()).isEmpty();
        assertThat(collected.removed()).extracting(Holding::of).containsOnly(id("orphan"));
        assertThat(provider().list(cluster()))
                .extracting(Machine::id)
                .containsExactly(id("wanted"));
        assertThat(collector.collect(cluster(), Set.of("wanted")).removed()).isEmpty();
        assertThat(provider().release(collected.removed().getFirst())).isFalse();
    }

    @Test
    void userDataIsNotPrinted() {
        MachineRequest request = request("one");

        assertThat(request.toString()).contains("***").doesNotContain(request.userData().value());
    }

    private Machine found(String machine) {
        return switch (provider().get(id(machine))) {
            case Lookup.Found(Machine found) -> found;
            case Lookup.NotFound _ -> throw new AssertionError(machine + " is not there");
        };
    }

    private List<CreateOutcome> fourAtOnce(String machine)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (var makers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CreateOutcome>> made =
                    IntStream.range(0, 4)
                            .mapToObj(_ -> makers.submit(() -> provider().create(request(machine))))
                            .toList();
            var outcomes = new java.util.ArrayList<CreateOutcome>();
            for (Future<CreateOutcome> one : made) {
                outcomes.add(one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            return outcomes;
        }
    }
}
