package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.kube.KubeClients;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.DraftLeft;
import io.mooring.provider.core.Drafts.Draft;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Progress;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Several providers make nodes of one cluster under names that were drawn.
final class ClusterDraftsTest {

    private static final String LONG_AGO = "2026-01-01T00:00:00.000000Z";

    private FakeLeases leases;

    @BeforeEach
    void startTheCluster() throws IOException {
        leases = new FakeLeases();
    }

    @AfterEach
    void endTheCluster() {
        leases.close();
    }

    @Test
    void whatIsMadeIsForgottenWhenItIsDone() {
        try (var draft = begin(provider(Duration.ofHours(1)), "node-1", "poweredOn: true")) {
            assertThat(draft.name().name()).isEqualTo("node-1");
            assertThat(leases.count()).isOne();
        }

        assertThat(leases.count()).isZero();
    }

    @Test
    void aClusterThatDoesNotAnswerForAWhileIsToldAgainThatItIsMade() {
        leases.refuseDeletes(20);

        begin(provider(Duration.ofHours(1)), "node-1", "poweredOn: true").close();

        assertThat(leases.count()).isZero();
    }

    @Test
    void whatAClusterCannotBeToldIsLeftToTheUserAndNotTakenOverInTheSameRun() {
        var provider =
                provider(
                        Duration.ofHours(1),
                        new KeptDraft.Farewell(Duration.ofMillis(1), Duration.ZERO));
        var draft = begin(provider, "node-1", "poweredOn: true");
        leases.refuseDeletes(1);

        assertThatThrownBy(draft::close)
                .isInstanceOf(DraftLeft.class)
                .hasMessageStartingWith(
                        "saying in its cluster that node-1 is no longer being made: ")
                .hasMessageContaining("ServiceUnavailable")
                .hasMessageEndingWith(
                        """
                        Until that is said, the next one like it takes the name and the machine of this one. Before anything is applied again, run against its cluster: kubectl delete --ignore-not-found --namespace kube-system lease mooring-draft-node-1. If nothing else is wrong with it, `terraform untaint` then keeps it from being replaced.\
                        """);

        leases.lastRenewed(LONG_AGO);
        try (var next = begin(provider, "node-2", "poweredOn: true")) {
            assertThat(next.name().name()).isEqualTo("node-2");
        }
        assertThat(leases.count()).isOne();
    }

    @Test
    void whatADeadProviderMadeIsTakenOverByTheNextThatIsToBeTheSame() {
        begin(provider(Duration.ofHours(1)), "node-1", "poweredOn: true");
        begin(provider(Duration.ofHours(1)), "node-2", "poweredOn: true\nlabels: {a: b}");
        leases.lastRenewed(LONG_AGO);

        var next = provider(Duration.ofHours(1));
        try (var same = begin(next, "node-3", "poweredOn: true");
                var second = begin(next, "node-4", "poweredOn: true")) {
            assertThat(same.name().name()).isEqualTo("node-1");
            assertThat(second.name().name()).isEqualTo("node-4");
        }
        assertThat(leases.count()).isOne();
    }

    @Test
    void whatIsMadeOfWhichNobodyHearsIsTakenOverByTheNextOneOfTheSameProviderToo() {
        var provider = provider(Duration.ofMillis(20));
        try (var draft = begin(provider, "node-1", "poweredOn: true")) {
            draft.leave();
        }

        try (var next = begin(provider, "node-2", "poweredOn: true")) {
            assertThat(next.name().name()).isEqualTo("node-1");
        }
        assertThat(leases.count()).isZero();
    }

    @Test
    void oneThatWasHeardOfNotLongAgoIsWatchedBeforeItIsTakenForDead() {
        begin(provider(Duration.ofHours(1)), "node-1", "poweredOn: true");

        try (var draft = begin(provider(Duration.ofMillis(20)), "node-2", "poweredOn: true")) {
            assertThat(draft.name().name()).isEqualTo("node-1");
        }
    }

    @Test
    void oneThatIsRenewedIsLeftAlone() {
        try (var living = begin(provider(Duration.ofMillis(4)), "node-1", "poweredOn: true");
                var draft = begin(provider(Duration.ofMillis(400)), "node-2", "poweredOn: true")) {
            assertThat(living.name().name()).isEqualTo("node-1");
            assertThat(draft.name().name()).isEqualTo("node-2");
        }
    }

    @Test
    void whoMayHaveNoLeasesAndWhatHasNoClusterIsMadeUnderItsOwnName() {
        leases.forbid();

        try (var draft = begin(provider(Duration.ofHours(1)), "node-1", "poweredOn: true");
                var other =
                        provider(Duration.ofHours(1))
                                .begin(NodeType.TYPE, ObjectValue.EMPTY, context("node-2"))) {
            assertThat(draft.name().name()).isEqualTo("node-1");
            assertThat(other.name().name()).isEqualTo("node-2");
        }
    }

    private static ClusterDrafts provider(Duration patience) {
        return provider(
                patience, new KeptDraft.Farewell(Duration.ofMillis(1), Duration.ofHours(1)));
    }

    private static ClusterDrafts provider(Duration patience, KeptDraft.Farewell farewell) {
        var clusters = new Clusters(new KubeClients(Duration.ofSeconds(5)));
        return new ClusterDrafts(clusters, patience, farewell);
    }

    private Draft begin(ClusterDrafts drafts, String drawn, String settings) {
        return drafts.begin(NodeType.TYPE, leases.node(settings), context(drawn));
    }

    private static OperationContext context(String drawn) {
        return new OperationContext(
                Given.named("mooring:local:Node", drawn),
                Optional.empty(),
                new Cancellation(),
                Progress.SILENT,
                Clock.systemUTC(),
                ObjectValue.EMPTY);
    }
}
