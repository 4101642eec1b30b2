package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.kube.KubeClients;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.OperationTimedOut;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A policy of auto nodes, from what a program says to the pool in its cluster and back.
final class AutoscalingPolicyTest {

    private static final String TOKEN = "mooring:index:AutoscalingPolicy";
    private static final String SETTINGS =
            """
            name: burst
            machineProvider: aws
            labels: {tier: batch}
            taints: [{key: burst, effect: NoSchedule}]
            weight: 10
            limits: {cpu: "100", mooring.io/dollars-per-hour: "5"}
            requirements:
              - {key: karpenter.sh/capacity-type, values: [spot]}
              - {key: example.com/cores, operator: Gt, values: ["3"], minValues: 2}
            disruption:
              consolidateAfter: 1m
              budgets: [{nodes: 10%, reasons: [Empty], schedule: "@daily", duration: 8h}]
            expireAfter: Never
            terminationGracePeriod: 1h
            notReadyTimeout: 10m
            mode: Plan
            """;

    private final FakePools api = new FakePools();
    private final Clusters clusters = new Clusters(new KubeClients(Duration.ofSeconds(10)));
    private final Lifecycle policies =
            new Lifecycle(
                    new Registry.Resource(
                            AutoscalingPolicyType.TYPE,
                            () ->
                                    new AutoscalingPolicyHandler(
                                            clusters,
                                            id ->
                                                    id.equals("tenants/shop")
                                                            ? Optional.of(
                                                                    ClusterConnection.of(
                                                                            api.connection()))
                                                            : Optional.empty())));
    private final List<String> said = new ArrayList<>();

    AutoscalingPolicyTest() throws IOException {}

    @AfterEach
    void close() {
        api.close();
    }

    private OperationContext context() {
        return context(Duration.ofSeconds(2));
    }

    private OperationContext context(Duration timeout) {
        return new OperationContext(
                Given.named(TOKEN, "burst"),
                Optional.of(timeout),
                new Cancellation(),
                said::add,
                Clock.systemUTC(),
                ObjectValue.EMPTY);
    }

    private ObjectValue inputs(String more) {
        return Given.checked(
                policies, "burst", Given.value(SETTINGS + more).with("cluster", api.connection()));
    }

    private Existing made() {
        ObjectValue inputs = inputs("");
        Created created = policies.create(inputs, context());
        return new Existing(created.id(), inputs, created.outputs());
    }

    private List<String> wrong(String yaml) {
        return policies
                .check(
                        Given.value(yaml).with("cluster", api.connection()),
                        Given.fresh(TOKEN, "burst"))
                .failures()
                .stream()
                .map(PropertyFailure::toString)
                .toList();
    }

    @Test
    void itIsANodePoolOfKarpenter() {
        Existing policy = made();

        assertThat(policy.id()).isEqualTo("burst");
        assertThat(Given.of(api.pools.get("burst").get("spec")))
                .isEqualTo(
                        Given.value(
                                """
                                template:
                                  metadata: {labels: {tier: batch}}
                                  spec:
                                    nodeClassRef: {group: mooring.io, kind: MachineProvider, name: aws}
                                    taints: [{key: burst, effect: NoSchedule}]
                                    requirements:
                                      - {key: karpenter.sh/capacity-type, operator: In, values: [spot]}
                                      - {key: example.com/cores, operator: Gt, values: ["3"], minValues: 2}
                                    expireAfter: Never
                                    terminationGracePeriod: 1h
                                weight: 10
                                limits: {cpu: "100", mooring.io/dollars-per-hour: "5"}
                                disruption:
                                  consolidateAfter: 1m
                                  budgets: [{nodes: 10%, reasons: [Empty], schedule: "@daily", duration: 8h}]
                                """));
        assertThat(api.annotations("burst"))
                .containsEntry("mooring.io/mode", "Plan")
                .containsEntry("mooring.io/not-ready-timeout", "10m");
        assertThat(policy.outputs().flag("ready")).isTrue();
        assertThat(policy.outputs().integer("nodes")).contains(1);
    }

    @Test
    void whatIsReadBackIsWhatWasWritten() {
        Existing policy = made();

        var found = (ReadOutcome.Found) policies.read(policy, context());

        assertThat(policies.diff(policy, found.inputs()).changes()).isEmpty();
    }

    @Test
    void aChangeByAnotherHandIsDrift() {
        Existing policy = made();
        api.annotations("burst").remove("mooring.io/mode");
        api.plan("burst", "12ab: +0.0400 dollars an hour\nlaunch m5.large");

        var found = (ReadOutcome.Found) policies.read(policy, context());

        assertThat(policies.diff(policy, found.inputs()).changes())
                .singleElement()
                .matches(change -> change.path().equals("mode") && !change.replaces());
        assertThat(found.outputs().text("plan"))
                .hasValueSatisfying(it -> assertThat(it).startsWith("12ab: "));
    }

    @Test
    void itIsImportedByItsClusterAndItsName() {
        made();

        var found =
                (ReadOutcome.Found)
                        policies.read(
                                new Existing(
                                        "tenants/shop:burst", ObjectValue.EMPTY, ObjectValue.EMPTY),
                                context());

        assertThat(found.id()).isEqualTo("burst");
        assertThat(found.inputs().without("cluster")).isEqualTo(inputs("").without("cluster"));
        assertThat(
                        policies.read(
                                new Existing("other:burst", ObjectValue.EMPTY, ObjectValue.EMPTY),
                                context()))
                .isInstanceOf(ReadOutcome.Gone.class);
    }

    @Test
    void thePlanThatWasReadIsApprovedAndNoOther() {
        Existing policy = made();
        api.plan("burst", "12ab: +0.0400 dollars an hour\nlaunch m5.large");

        assertThatThrownBy(() -> policies.update(policy, inputs("approvedPlan: 77cd"), context()))
                .isInstanceOf(PartialFailure.class)
                .hasMessage(
                        "approvedPlan: the plan of policy burst is not 77cd now; read this one and"
                                + " approve it by its number: 12ab: +0.0400 dollars an hour\n"
                                + "launch m5.large");

        ObjectValue approved = inputs("approvedPlan: 12ab");
        ObjectValue outputs = policies.update(policy, approved, context());
        assertThat(outputs.has("plan")).isFalse();

        ObjectValue again =
                policies.update(
                        new Existing("burst", approved, outputs),
                        approved.with("weight", Value.of(20)),
                        context());
        assertThat(again.flag("ready")).isTrue();
    }

    @Test
    void aPlanThatBecomesAnotherWhileItIsApprovedIsNotApproved() {
        Existing policy = made();
        api.plan("burst", "12ab: +0.0400 dollars an hour\nlaunch m5.large");
        api.next = "77cd: +9.0000 dollars an hour\nlaunch p5.48xlarge";

        assertThatThrownBy(() -> policies.update(policy, inputs("approvedPlan: 12ab"), context()))
                .isInstanceOf(PartialFailure.class)
                .hasMessage(
                        "approvedPlan: the plan of policy burst is not 12ab now; read this one and"
                                + " approve it by its number: 77cd: +9.0000 dollars an hour\n"
                                + "launch p5.48xlarge");
    }

    @Test
    void whatWasSaidBeforeAChangeIsNotTakenForAnAnswerToIt() {
        Existing policy = made();
        api.looks = false;

        assertThatThrownBy(() ->
                        policies.update(
                                policy,
                                inputs("").with("weight", Value.of(20)),
                                context(Duration.ofMillis(50))))
                .isInstanceOf(PartialFailure.class)
                .hasMessageContaining("the control plane has not looked at it yet");
    }

    @Test
    void aClusterWithoutAutoNodesIsToldWhatItLacks() {
        api.served = false;

        assertThatThrownBy(this::made)
                .isInstanceOf(ResourceFailure.class)
                .hasMessageContaining(
                        "waiting for the cluster to take policy burst: not ready after 2 s; last"
                                + " seen: it has no NodePools yet; its configuration has to name a"
                                + " provider in privateNodes.autoNodes");
    }

    @Test
    void aPoolThatSomebodyElseHasMadeIsLeftToHim() {
        api.pools.put(
                "burst",
                Map.of(
                        "metadata",
                        Map.of("name", "burst", "labels", Map.of("mooring.io/declared", "true"))));

        assertThatThrownBy(this::made)
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "making policy burst of cluster shop at https://10.76.0.2:8443:"
                                + " privateNodes.autoNodes declares a pool of that name; take it away"
                                + " there, or give another name");
    }

    @Test
    void aPoolOfAnotherPolicyIsLeftToIt() {
        made();
        ObjectValue same = inputs("").with("weight", Value.of(20));
        var other =
                new OperationContext(
                        new LogicalName("prod", "bakery", Token.parse(TOKEN), "burst"),
                        Optional.of(Duration.ofSeconds(2)),
                        new Cancellation(),
                        said::add,
                        Clock.systemUTC(),
                        ObjectValue.EMPTY);

        assertThatThrownBy(() -> policies.create(same, other))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "making policy burst of cluster shop at https://10.76.0.2:8443: there is a"
                                + " NodePool of that name that belongs to stack shop/dev, resource"
                                + " burst; import it as CLUSTER:burst, or give another name");
        assertThat(Given.of(api.pools.get("burst").get("spec")).toString()).doesNotContain("20");
        assertThat(made().id()).isEqualTo("burst");
    }

    @Test
    void aDeclaredPoolIsNeitherImportedNorChanged() {
        Existing policy = made();
        api.declare("burst");

        assertThatThrownBy(() ->
                        policies.read(
                                new Existing(
                                        "tenants/shop:burst", ObjectValue.EMPTY, ObjectValue.EMPTY),
                                context()))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "importing policy tenants/shop:burst: privateNodes.autoNodes of its cluster"
                                + " declares that pool; change it there");
        assertThatThrownBy(() -> policies.update(policy, inputs(""), context()))
                .isInstanceOf(ResourceFailure.class)
                .hasMessageStartingWith("changing policy burst of cluster shop")
                .hasMessageContaining("privateNodes.autoNodes declares a pool of that name");
    }

    @Test
    void itsRemovalSaysWhichBudgetHoldsWhichPodAndWhatToDo() {
        Existing policy = made();
        synchronized (api) {
            api.claims = 1;
            api.held = true;
        }
        String words =
                "1 of its nodes are drained and their machines removed; shop/quorum-0 waits: PodDisruptionBudget shop/all-of-it allows no eviction now: it needs 1 healthy of 1 pods, and 1 are; it never will before it needs fewer (minAvailable, maxUnavailable) or selects more; or delete what waits by kubectl delete pod, which asks no budget";

        assertThatThrownBy(() -> policies.delete(policy, context(Duration.ofMillis(100))))
                .isInstanceOf(OperationTimedOut.class)
                .hasMessageContaining("last seen: " + words);

        assertThat(said).contains(words);
    }

    @Test
    void itsEndWaitsForItsMachines() {
        Existing policy = made();
        api.claims = 1;

        policies.delete(policy, context());

        assertThat(api.pools).isEmpty();
        assertThat(api.claims).isZero();
        assertThat(said).contains("1 of its nodes are drained and their machines removed");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(
                        wrong(
                                """
                                machineProvider: aws
                                weight: 101
                                limits: {cpu: many}
                                taints: [{key: a, effect: Never}]
                                requirements:
                                  - {key: a, operator: Within, values: [b]}
                                  - {key: a, operator: Exists, values: [b]}
                                  - {key: a}
                                  - {key: a, operator: Lt, values: [b]}
                                disruption:
                                  consolidationPolicy: WhenFull
                                  consolidateAfter: soon
                                  budgets: [{nodes: some, schedule: "@never", reasons: [Bored]}]
                                expireAfter: "0"
                                approvedPlan: 12ab
                                """))
                .containsExactly(
                        "weight: is 101; give a number from 1 to 100",
                        "limits[\"cpu\"]: cpu: 'many' is no quantity",
                        "expireAfter: \"0\" is no duration; write it as in 30s, 15m or 1h30m, or"
                                + " Never",
                        "taints[0].effect: \"Never\" is none of them; there are NoSchedule,"
                                + " PreferNoSchedule, NoExecute",
                        "requirements[0].operator: 'Within' is no operator; there are In, NotIn,"
                                + " Exists, DoesNotExist, Gt, Lt, Gte, Lte",
                        "requirements[1].values: has no effect with Exists; take it away",
                        "requirements[2].values: In needs some; give at least one",
                        "requirements[3].values: Lt compares with one whole number, not with b",
                        "disruption.consolidationPolicy: \"WhenFull\" is none of them; there are"
                                + " WhenEmpty, WhenEmptyOrUnderutilized, Balanced",
                        "disruption.consolidateAfter: \"soon\" is no duration; write it as in 30s,"
                                + " 15m or 1h30m, or Never",
                        "disruption.budgets[0].nodes: 'some' is neither a number of nodes nor a"
                                + " part such as 10%",
                        "disruption.budgets[0].schedule: '@never' is no schedule: five fields or a"
                                + " macro such as @daily",
                        "disruption.budgets[0].duration: is missing; schedule and duration come"
                                + " together",
                        "disruption.budgets[0].reasons: \"Bored\" is none of them; there are Empty,"
                                + " Drifted, Underutilized",
                        "approvedPlan: has no effect on a pool that acts unasked; take it away, or"
                                + " give mode: Plan");
    }

    @Test
    void whatIsNotKnownYetIsNotJudged() {
        ObjectValue unknown =
                Given.value(
                                """
                                machineProvider: UNKNOWN
                                limits: {cpu: UNKNOWN}
                                requirements: [{key: a, values: UNKNOWN}, UNKNOWN]
                                disruption: UNKNOWN
                                """)
                        .with("cluster", Value.UNKNOWN);

        var checked = policies.check(unknown, Given.fresh(TOKEN, "burst"));

        assertThat(checked.failures()).isEmpty();
        assertThat(
                        policies.previewCreate(checked.inputs(), Given.named(TOKEN, "burst"))
                                .text("name"))
                .hasValueSatisfying(name -> assertThat(name).startsWith("burst-"));
    }

    @Test
    void aFixedSizeAndWhatFollowsPodsExcludeEachOther() {
        assertThat(
                        wrong(
                                "machineProvider: aws\n"
                                        + "replicas: 2\n"
                                        + "weight: 1\n"
                                        + "limits: {cpu: '1', nodes: '3'}"))
                .containsExactly(
                        "weight: has no effect on a pool of fixed size; take it or replicas away",
                        "limits[\"cpu\"]: has no effect on a pool of fixed size, where only nodes"
                                + " has; take it or replicas away");
    }

    @Test
    void anotherNameOrClusterReplacesIt() {
        Existing policy = made();

        assertThat(policies.diff(policy, inputs("").with("name", "other")).replaces()).isTrue();
        assertThat(policies.diff(policy, inputs("").with("machineProvider", "gcp")).replaces())
                .isFalse();
    }
}
