package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mooring.kube.KubeClients;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.testkit.MemoryNodes;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.FakePods.Asked;
import io.mooring.provider.resources.FakePods.Trait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How pods leave a node that goes, and what becomes of it where they do not.
final class DrainingTest {

    private static final String BUDGET =
            "shop/quorum-0 waits: PodDisruptionBudget shop/all-of-it allows no eviction now: it needs 1 healthy of 1 pods, and 1 are; it never will before it needs fewer (minAvailable, maxUnavailable) or selects more; or delete what waits by kubectl delete pod, which asks no budget";
    private static final String FAIL = "{timeout: '0', onTimeout: fail}";

    private final MemoryNodes cloud = GivenNodes.memory();
    private final FakeNodes api = new FakeNodes(cloud);
    private final NodeHandler handler = new NodeHandler(new GivenNodes(cloud), clusters());
    private final List<String> said = new ArrayList<>();
    private final SkippingClock clock = new SkippingClock();
    // whether the time of a drain is over once it has said that it waits
    private boolean hurried;

    DrainingTest() throws IOException {}

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void podsAreAskedWithTheirOwnGraceOrTheOneThatIsGiven() {
        Existing first = made("{}");
        api.pods.put("web-a", "web-0");
        handler.delete(first, context());

        Existing second = made("{gracePeriod: 1m30s}");
        api.pods.put("web-b", "web-0");
        handler.delete(second, context());

        assertThat(api.pods.asked())
                .containsExactly(
                        new Asked("web-a", Optional.empty()), new Asked("web-b", Optional.of(90)));
        assertThat(said).contains("removing machine web-0");
    }

    @Test
    void atTheEndOfTheTimeTheMachineGoesWithWhatIsLeft() {
        Existing node = made("{timeout: 10m}");
        hurried = true;
        api.pods.put("quorum-0", "web-0", Trait.HELD);
        api.pods.put("slow-0", "web-0", Trait.SLOW);

        handler.delete(node, context());

        String left = "2 pods to go: shop/slow-0 is told to end; " + BUDGET;
        assertThat(said)
                .contains(
                        "draining node web-0: %s; after 600 s its machine goes whatever is left"
                                .formatted(left),
                        "node web-0 is not drained after 600 s, and its machine goes with what is left: "
                                + left);
        assertThat(cloud.list("shop")).isEmpty();
    }

    @Test
    void orItStaysAndTheNextRunGoesOn() {
        Existing node = made(FAIL);
        api.pods.put("quorum-0", "web-0", Trait.HELD);
        api.pods.put("web-a", "web-0");

        assertThatThrownBy(() -> handler.delete(node, context()))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "draining node web-0 of cluster shop: after 0 s 2 pods to go: shop/web-a is told to end; "
                                + BUDGET
                                + ". Its machine stays, and it takes pods again; run again to go on; or give drain a longer timeout, or onTimeout force, which removes the machine with what is left");
        assertThat(cloud.list("shop")).hasSize(1);
        assertThat(api.cordoned).isEmpty();
        assertThat(api.pods.asked()).extracting(Asked::pod).containsExactly("quorum-0", "web-a");

        api.pods.free("quorum-0");
        handler.delete(with(node, "{timeout: 1m, onTimeout: fail}"), context());
        assertThat(cloud.list("shop")).isEmpty();
    }

    @Test
    void podsThatAreNotToBeLostKeepTheirNodeWithoutOneBeingAsked() {
        Existing node = made("{deleteEmptyDirData: false, deleteUnmanagedPods: false}");
        api.pods.put("cache-0", "web-0", Trait.WITH_EMPTY_DIR);
        api.pods.put("job-0", "web-0", Trait.UNMANAGED);
        api.pods.put("job-1", "web-0", Trait.UNMANAGED);

        assertThatThrownBy(() -> handler.delete(node, context()))
                .hasMessageEndingWith(
                        "draining node web-0 of cluster shop: shop/cache-0 would lose what is in emptyDir volumes (save it, or set drain.deleteEmptyDirData to true); shop/job-0, shop/job-1 would be gone for good, since no controller makes it anew (let one, or set drain.deleteUnmanagedPods to true). Its machine stays, and it takes pods again; delete those by kubectl delete pod where that is right, then run again");
        assertThat(api.pods.asked()).isEmpty();
        assertThat(cloud.list("shop")).hasSize(1);

        handler.delete(with(node, "{}"), context());
        assertThat(cloud.list("shop")).isEmpty();
    }

    @Test
    void podsOfAKubeletThatTellsNothingAreNotWaitedForOnceTheirGraceIsOver() {
        Existing node = made("{timeout: 1h, onTimeout: fail}");
        api.pods.put("slow-0", "web-0", Trait.SLOW);
        api.sick.add("web-0");

        handler.delete(node, context());

        assertThat(cloud.list("shop")).isEmpty();
    }

    @Test
    void aNodeWhoseClusterDoesNotAnswerGoesUnlessPodsMayKeepIt() {
        Existing kept = made("{timeout: '0', deleteEmptyDirData: false}");
        api.close();

        assertThatThrownBy(() -> handler.delete(kept, context()))
                .hasMessageContaining(
                        "draining node web-0 of cluster shop: nobody can tell which pods are on it: ")
                .hasMessageEndingWith(
                        ". Its machine stays; mend that and run again; or have it go all the same: set drain.onTimeout to force and what drain keeps to true, bring that about (which may fail with this), then run again");
        handler.delete(with(kept, "{}"), context());

        assertThat(said).anyMatch(it -> it.startsWith("not draining node web-0: "));
        assertThat(cloud.list("shop")).isEmpty();
    }

    @Test
    void aNodeThatIsNotDrainedIsNotSwitchedOff() {
        Existing node = made(FAIL);
        api.pods.put("quorum-0", "web-0", Trait.HELD);
        ObjectValue off = node.inputs().with("poweredOn", Value.of(false));

        PartialFailure failure =
                catchThrowableOfType(
                        PartialFailure.class, () -> handler.update(node, off, context()));

        assertThat(failure.reasons()).singleElement().asString().contains(BUDGET);
        var work = new NodeWork(clusters(), new GivenNodes(cloud).machines());
        assertThat(work.runs(new MachineId("shop", "web-0"))).isTrue();
    }

    @Test
    void aReplacementThatWaitsForPodsGoesOnInTheNextRunByWhatThatSays() {
        Existing ahead = made(FAIL);
        api.pods.put("quorum-0", "web-0", Trait.HELD);
        ObjectValue rolled = replaced(ahead, 1, 0);

        PartialFailure failure =
                catchThrowableOfType(
                        PartialFailure.class, () -> handler.update(ahead, rolled, context()));

        assertThat(failure.reasons()).singleElement().asString().contains(BUDGET);
        assertThat(failure.outputs().text(NodeType.NODE_NAME)).contains("web-0-b");
        assertThat(names()).containsExactlyInAnyOrder("web-0", "web-0-b");

        var left = new Existing(ahead.id(), rolled, rolled.with(failure.outputs()));
        handler.update(left, with(left, "{timeout: '0'}").inputs(), context());
        assertThat(names()).containsExactly("web-0-b");
    }

    @Test
    void aReplacementGoesByTheRulesThatComeWithIt() {
        Existing behind = made(FAIL);
        api.pods.put("quorum-0", "web-0", Trait.HELD);

        assertThatThrownBy(() -> handler.update(behind, replaced(behind, 0, 1), context()))
                .isInstanceOf(ResourceFailure.class)
                .hasMessageContaining(BUDGET);
        assertThat(names()).containsExactly("web-0");

        Existing forced = with(behind, "{timeout: '0'}");
        handler.update(behind, replaced(forced, 0, 1), context());
        assertThat(names()).containsExactly("web-0");
        assertThat(said).contains("starting machine web-0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    timeout: soon        | drain.timeout     | "soon" is no duration of at most 24h; write it as in 45s, 10m or 1h30m
                    timeout: 25h         | drain.timeout     | "25h" is no duration of at most 24h; write it as in 45s, 10m or 1h30m
                    gracePeriod: '30'    | drain.gracePeriod | "30" is no duration of at most 24h; write it as in 45s, 10m or 1h30m
                    onTimeout: ignore    | drain.onTimeout   | is "ignore"; give force or fail
                    """)
    void whatIsNoRuleIsRefused(String rule, String path, String reason) {
        assertThat(DrainRules.check(Given.value("drain: {" + rule + "}")))
                .containsExactly(new PropertyFailure(path, reason));
    }

    @Test
    void whatIsNotKnownYetIsNotJudged() {
        assertThat(DrainRules.check(Given.value("drain: {timeout: UNKNOWN}"))).isEmpty();
        assertThat(DrainRules.check(Given.value("drain: UNKNOWN"))).isEmpty();
        assertThat(DrainRules.check(Given.value("drain: {timeout: '0', onTimeout: fail}")))
                .isEmpty();
    }

    private static Clusters clusters() {
        return new Clusters(new KubeClients(Duration.ofSeconds(5)));
    }

    private Existing made(String drain) {
        ObjectValue inputs =
                GivenNodes.NODE
                        .with("cluster", api.connection())
                        .with("drain", Given.value(drain))
                        .with("preJoinCommands", Value.texts(List.of("echo first")));
        var created = handler.create(inputs, context());
        return new Existing(created.id(), inputs, inputs.with(created.outputs()));
    }

    private static Existing with(Existing node, String drain) {
        return new Existing(
                node.id(), node.inputs().with("drain", Given.value(drain)), node.outputs());
    }

    private static ObjectValue replaced(Existing node, int surge, int unavailable) {
        return node.inputs()
                .with("preJoinCommands", Value.texts(List.of("echo second")))
                .with(
                        Rollout.PROPERTY,
                        Rollout.value("web", 1, Value.of(surge), Value.of(unavailable)));
    }

    private List<String> names() {
        return cloud.list("shop").stream().map(it -> it.id().name()).toList();
    }

    private OperationContext context() {
        return new OperationContext(
                Given.named("mooring:gcp:Node", "web"),
                Optional.empty(),
                new Cancellation(),
                this::say,
                clock,
                ObjectValue.EMPTY);
    }

    private void say(String text) {
        said.add(text);
        if (hurried && text.startsWith("draining ")) {
            clock.pass(Duration.ofMinutes(10));
        }
    }
}
