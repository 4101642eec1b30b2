package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeClients;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.testkit.MemoryNodes;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How the nodes of a pool are replaced: all are updated at once, as front ends do it.
final class RollingTest {

    private static final String TOKEN = "mooring:gcp:Node";

    private final MemoryNodes cloud = GivenNodes.memory();
    private final FakeNodes api = new FakeNodes(cloud);
    private final Lifecycle life =
            new Lifecycle(
                    new Registry.Resource(
                            GcpNodeType.TYPE,
                            () ->
                                    new NodeHandler(
                                            new GivenNodes(cloud),
                                            new Clusters(new KubeClients(Duration.ofSeconds(5))))));
    private final NodeHandler handler =
            new NodeHandler(
                    new GivenNodes(cloud), new Clusters(new KubeClients(Duration.ofSeconds(5))));

    private final SkippingClock clock = new SkippingClock();
    private Cancellation run = new Cancellation();
    private Consumer<String> said = _ -> {};

    RollingTest() throws IOException {}

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest(name = "{0} nodes, maxSurge {1}, maxUnavailable {2}")
    @CsvSource({"3, 1, 0", "4, 2, 0", "4, 0, 1", "5, 0, 2", "4, 1, 1", "2, 5, 0", "2, 0, 5"})
    void neverAreThereMoreNodesOrFewerThanThePoolSays(int size, int surge, int unavailable)
            throws Exception {
        List<Existing> old = pool(size, surge, unavailable);

        List<Outcome> rolled = update(old, "second");

        assertThat(rolled).allMatch(Outcome.Done.class::isInstance);
        assertThat(cloud.list("shop")).hasSize(size);
        assertThat(cloud.list("shop")).allMatch(it -> userData(it).contains("second"));
        List<List<String>> seen = api.seen();
        assertThat(seen).allMatch(it -> it.size() <= size + surge);
        assertThat(seen).allMatch(it -> it.size() >= size - unavailable);
        assertThat(names(rolled)).containsExactlyInAnyOrderElementsOf(machineNames());
    }

    @Test
    void anotherRoundBringsTheFirstNamesBack() throws Exception {
        List<Existing> old = pool(2, 1, 0);
        List<String> first = machineNames();

        List<Outcome> second = update(old, "second");
        assertThat(machineNames()).isEqualTo(first.stream().map(it -> it + "-b").toList());
        List<Existing> next =
                IntStream.range(0, 2)
                        .mapToObj(i -> existing(old.get(i), second.get(i), "second"))
                        .toList();
        var _ = update(next, "third");

        assertThat(machineNames()).isEqualTo(first);
        assertThat(next).extracting(Existing::id).allMatch(it -> !it.endsWith("-b"));
    }

    @Test
    void aNodeThatCannotBeReplacedStaysAndEndsItForTheOthers() throws Exception {
        List<Existing> old = pool(3, 1, 0);
        List<String> before = machineNames();
        cloud.soldOut.add(GivenNodes.SMALL);

        List<Outcome> rolled = update(old, "second");

        assertThat(machineNames()).isEqualTo(before);
        assertThat(rolled)
                .extracting(Outcome::toString)
                .filteredOn(it -> it.contains("none left of [small"))
                .singleElement()
                .asString()
                .startsWith("replacing node web-")
                .contains(", which is left as it was: ");
        assertThat(rolled)
                .extracting(Outcome::toString)
                .filteredOn(it -> it.contains("is left as it was, since the replacement of web-"))
                .hasSize(2);

        cloud.soldOut.clear();
        assertThat(update(old, "second")).allMatch(Outcome.Done.class::isInstance);
    }

    @Test
    void whileAnotherNodeIsNotReadyNoneIsTakenAwayThatServes() throws Exception {
        List<Existing> old = pool(3, 0, 1);
        String first = machineNames().getFirst();
        api.sick.add(first);

        assertThat(updated(old.getLast(), "second", Optional.of(Duration.ofMillis(1))))
                .hasToString(
                        "node %s waits to be replaced: maxSurge is 0, maxUnavailable 1, and not ready in time were [%s]; mend those, then run again"
                                .formatted(machineNames().getLast(), first));

        Queue<String> removed = new ConcurrentLinkedQueue<>();
        said =
                it -> {
                    if (it.startsWith("removing machine ")) {
                        assertThat(removed.isEmpty()).isEqualTo(api.sick.contains(first));
                        removed.add(it);
                    } else if (it.equals("starting machine " + first)) {
                        api.sick.clear();
                    }
                };
        assertThat(update(old, "second")).allMatch(Outcome.Done.class::isInstance);
        assertThat(removed).hasSize(3).first().isEqualTo("removing machine " + first);
    }

    @Test
    void aFrontEndWithOneThreadReplacesOneAfterTheOther() throws Exception {
        List<Existing> old = pool(3, 0, 1);

        assertThat(update(old, "second", Executors.newSingleThreadExecutor()))
                .allMatch(Outcome.Done.class::isInstance);

        assertThat(api.seen()).allMatch(it -> it.size() >= 2);
    }

    @Test
    void aNodeThatWaitsForOneInTheQueueOfItsFrontEndGivesItsThreadBackAfterAMinute()
            throws Exception {
        List<Existing> old = pool(2, 0, 1);
        String last = machineNames().getLast();
        api.sick.add(last);
        said =
                it -> {
                    if (it.contains(" waits to be replaced: ")) {
                        clock.pass(Duration.ofSeconds(61));
                    } else if (it.equals("starting machine " + last)) {
                        api.sick.clear();
                    }
                };

        List<Outcome> first = update(old, "second", Executors.newSingleThreadExecutor());

        assertThat(first.getFirst())
                .hasToString(
                        "node %s waits to be replaced: maxSurge is 0, maxUnavailable 1, and not ready are [%s], on which nobody works; mend those, or raise Pulumi's --parallel where they are still to come, then run again"
                                .formatted(machineNames().getFirst(), last));
        assertThat(first.getLast()).isInstanceOf(Outcome.Done.class);
        assertThat(update(old.subList(0, 1), "second")).allMatch(Outcome.Done.class::isInstance);
    }

    @Test
    void aRunThatIsStoppedInTheMiddleOfATurnIsTakenUpByTheNext() throws Exception {
        List<Existing> old = pool(3, 1, 0);
        List<String> before = machineNames();
        List<String> after = before.stream().map(it -> it + "-b").toList();
        api.sick.addAll(after);
        said =
                it -> {
                    if (it.startsWith("waiting for node ")) {
                        run.cancel();
                    }
                };

        assertThat(update(old, "second")).noneMatch(Outcome.Done.class::isInstance);
        assertThat(machineNames()).hasSize(4).containsAll(before);

        api.sick.clear();
        assertThat(update(old, "second")).allMatch(Outcome.Done.class::isInstance);
        assertThat(machineNames()).isEqualTo(after);
    }

    @ParameterizedTest(name = "state of a version without rollout: {0}")
    @ValueSource(booleans = {false, true})
    void whatAReplacementLeftThatWasCutOffIsToldAndRemovedByTheNextChange(boolean early)
            throws Exception {
        Existing made = pool(1, 1, 0).getFirst();
        Existing old = early ? without(Rollout.PROPERTY, made) : made;
        String first = machineNames().getFirst();
        var beside = new MachineId("shop", first + "-b");
        cloud.create(new MachineRequest(beside, new SecretText("half"), List.of()));

        var found = (ReadOutcome.Found) handler.read(old, context("web-0", Optional.empty()));
        assertThat(found.outputs().texts("drift"))
                .containsExactly(
                        "machine: beside it stands %s-b of a replacement that was cut off"
                                .formatted(first));
        var seen = new Existing(old.id(), old.inputs(), old.inputs().with(found.outputs()));
        assertThat(life.diff(seen, old.inputs()).touches("drift")).isTrue();
        handler.update(seen, old.inputs(), context("web-0", Optional.empty()));
        assertThat(machineNames()).containsExactly(first);

        cloud.create(new MachineRequest(beside, new SecretText("half"), List.of()));
        cloud.delete(new MachineId("shop", first));
        assertThat(
                        ((ReadOutcome.Found) handler.read(old, context("web-0", Optional.empty())))
                                .outputs()
                                .text("nodeName"))
                .contains(first + "-b");
        cloud.create(
                new MachineRequest(new MachineId("shop", first), new SecretText(""), List.of()));
        handler.delete(old, context("web-0", Optional.empty()));
        assertThat(machineNames()).isEmpty();
    }

    @Test
    void aChangeThatNeedsAnotherMachineIsOneInPlaceForNodesOfAPoolAlone() throws Exception {
        Existing old = pool(1, 1, 0).getFirst();
        ObjectValue wanted = wanted(old, "second");

        assertThat(life.diff(old, wanted).replaces()).isFalse();
        assertThat(life.diff(old, wanted).touches("preJoinCommands")).isTrue();
        assertThat(life.previewUpdate(old, wanted).field("addresses")).isEqualTo(Value.UNKNOWN);
        assertThat(life.previewUpdate(old, old.inputs()).texts("addresses")).isNotEmpty();
        assertThat(life.diff(old, wanted.without("rollout")).replaces()).isTrue();
        ObjectValue elsewhere =
                wanted.with("cluster", api.connection().with("name", Value.of("other")));
        assertThat(life.diff(old, elsewhere).replaces()).isTrue();
        assertThat(life.diff(old, old.inputs().with("rollout", rollout(7, 3, 0))).isEmpty())
                .isTrue();
    }

    /// What became of an update.
    private sealed interface Outcome {

        record Done(ObjectValue outputs) implements Outcome {}

        record Failed(String message) implements Outcome {
            @Override
            public String toString() {
                return message;
            }
        }
    }

    private static ObjectValue rollout(int size, int surge, int unavailable) {
        return Rollout.value("web", size, Value.of(surge), Value.of(unavailable));
    }

    private List<Existing> pool(int size, int surge, int unavailable) {
        List<Existing> made =
                IntStream.range(0, size)
                        .mapToObj(i -> made("web-" + i, rollout(size, surge, unavailable)))
                        .toList();
        api.seen();
        return made;
    }

    private Existing made(String name, ObjectValue rollout) {
        ObjectValue inputs =
                GivenNodes.NODE
                        .without("name")
                        .with("cluster", api.connection())
                        .with("preJoinCommands", Value.texts(List.of("echo first")))
                        .with("rollout", rollout);
        ObjectValue named =
                handler.check(
                                inputs,
                                new CheckContext(
                                        logical(name), ObjectValue.EMPTY, ObjectValue.EMPTY))
                        .inputs();
        Created created = handler.create(named, context(name, Optional.empty()));
        return new Existing(created.id(), named, named.with(created.outputs()));
    }

    private static LogicalName logical(String name) {
        return Given.named(TOKEN, name);
    }

    private OperationContext context(String name, Optional<Duration> timeout) {
        return new OperationContext(
                logical(name), timeout, run, said::accept, clock, ObjectValue.EMPTY);
    }

    private List<Outcome> update(List<Existing> nodes, String command)
            throws InterruptedException, ExecutionException {
        return update(nodes, command, Executors.newVirtualThreadPerTaskExecutor());
    }

    /// A run of its own.
    private List<Outcome> update(List<Existing> nodes, String command, ExecutorService given)
            throws InterruptedException, ExecutionException {
        run = new Cancellation();
        try (var threads = given) {
            List<Callable<Outcome>> tasks =
                    nodes.stream()
                            .<Callable<Outcome>>map(
                                    it -> () -> updated(it, command, Optional.empty()))
                            .toList();
            var outcomes = new ArrayList<Outcome>();
            for (Future<Outcome> it : threads.invokeAll(tasks)) {
                outcomes.add(it.get());
            }
            return outcomes;
        }
    }

    private Outcome updated(Existing node, String command, Optional<Duration> timeout) {
        String name = node.inputs().requireText("name").replaceFirst("-[0-9a-f]{7}$", "");
        try {
            return new Outcome.Done(
                    handler.update(node, wanted(node, command), context(name, timeout)));
        } catch (ResourceFailure failure) {
            return new Outcome.Failed(String.valueOf(failure.getMessage()));
        }
    }

    private static ObjectValue wanted(Existing node, String command) {
        return node.inputs().with("preJoinCommands", Value.texts(List.of("echo " + command)));
    }

    private static Existing existing(Existing before, Outcome outcome, String command) {
        ObjectValue inputs = wanted(before, command);
        ObjectValue outputs = ((Outcome.Done) outcome).outputs();
        return new Existing(before.id(), inputs, inputs.with(outputs));
    }

    private static Existing without(String property, Existing node) {
        return new Existing(
                node.id(), node.inputs().without(property), node.outputs().without(property));
    }

    private static List<String> names(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(it -> ((Outcome.Done) it).outputs().requireText("nodeName"))
                .toList();
    }

    private List<String> machineNames() {
        return cloud.list("shop").stream().map(it -> it.id().name()).toList();
    }

    private String userData(Machine machine) {
        return cloud.requests().get(machine.id().name()).getLast().userData().value();
    }
}
