package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.Release;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UpgradeTest {

    private static final Release V33 = new Release(33, 6);
    private static final Release V34 = new Release(34, 4);
    private static final Release V35 = new Release(35, 4);
    private static final Release V36 = new Release(36, 1);

    @Test
    void anEmptyStoreTakesAnyRelease() {
        assertThat(Upgrade.judge("a", V35, Map.of())).isEqualTo(new Upgrade.New(V35));
    }

    @Test
    void theSameReleaseChangesNothing() {
        assertThat(one(V34, V34, V34)).isEqualTo(new Upgrade.Unchanged(V34));
    }

    @Test
    void theNextMinorVersionIsAnUpgrade() {
        assertThat(one(V34, V34, V35)).isEqualTo(new Upgrade.Begun(V34, V35));
    }

    @Test
    void aPatchIsOneToo() {
        assertThat(one(V34, V34, new Release(34, 1)))
                .isEqualTo(new Upgrade.Begun(V34, new Release(34, 1)));
    }

    @Test
    void aJumpIsRefused() {
        assertThat(one(V34, V34, V36))
                .isEqualTo(
                        new Upgrade.Refused(
                                "from v1.34.4 to v1.36.1: Kubernetes takes one minor version at a"
                                        + " time; go to 1.35 first"));
    }

    @Test
    void anUpgradeThatWasInterruptedGoesOn() {
        assertThat(one(V34, V35, V35)).isEqualTo(new Upgrade.Resumed(V34, V35));
        assertThat(one(V34, V35, new Release(35, 5)))
                .isEqualTo(new Upgrade.Resumed(V34, new Release(35, 5)));
    }

    @Test
    void anUpgradeThatWasInterruptedDoesNotGoBack() {
        assertThat(one(V34, V35, V34))
                .isEqualTo(
                        new Upgrade.Refused(
                                "from v1.35.4 to v1.34.4: Kubernetes cannot go back; restore a"
                                        + " snapshot into a new cluster"));
    }

    @Test
    void anUpgradeThatWasInterruptedIsFinishedBeforeTheNext() {
        assertThat(one(V34, V35, V36))
                .isEqualTo(
                        new Upgrade.Refused(
                                "from v1.35.4 to v1.36.1: the upgrade from v1.34.4 to v1.35.4 has"
                                        + " not come to its end; finish that first"));
    }

    @Test
    void replicasAreUpgradedOneAfterTheOther() {
        var known =
                Map.of(
                        "a", Upgrade.Ran.through(V34),
                        "b", Upgrade.Ran.through(V34),
                        "c", new Upgrade.Ran(V34, V35));

        assertThat(Upgrade.judge("a", V34, known)).isEqualTo(new Upgrade.Unchanged(V34));
        assertThat(Upgrade.judge("b", V35, known)).isEqualTo(new Upgrade.Begun(V34, V35));
        assertThat(Upgrade.judge("c", V35, known)).isEqualTo(new Upgrade.Resumed(V34, V35));
    }

    @Test
    void noReplicaGoesOnBeforeAllHaveComeAsFar() {
        var known =
                Map.of(
                        "a", Upgrade.Ran.through(V34),
                        "b", new Upgrade.Ran(V34, V35),
                        "c", Upgrade.Ran.through(V35));

        assertThat(Upgrade.judge("c", V36, known))
                .isEqualTo(
                        new Upgrade.Refused(
                                "to v1.36.1: a (v1.34.4), b (v1.34.4) have not come to v1.35 yet;"
                                        + " wait for them"));
    }

    @Test
    void aReplicaThatIsNotKnownHasRunWhatTheSlowestHas() {
        var known = Map.of("a", Upgrade.Ran.through(V34), "b", Upgrade.Ran.through(V35));

        assertThat(Upgrade.judge("c", V35, known)).isEqualTo(new Upgrade.Begun(V34, V35));
        assertThat(Upgrade.judge("c", V33, known)).isInstanceOf(Upgrade.Refused.class);
    }

    @Test
    void replicasThatAreGoneAfterARestoreHoldNothingUp() {
        var known = new HashMap<String, Upgrade.Ran>();
        known.put("shop-0", Upgrade.Ran.through(V34));
        known.put("shop-1", Upgrade.Ran.through(V34));

        assertThat(of(Set.of("server"), "server", V36, known)).isInstanceOf(Upgrade.Refused.class);
        assertThat(of(Set.of("server"), "server", V35, known))
                .isEqualTo(new Upgrade.Begun(V34, V35));
        known.put("server", Upgrade.Ran.through(V35));
        assertThat(of(Set.of("server"), "server", V36, known))
                .isEqualTo(new Upgrade.Begun(V35, V36));
    }

    @Test
    void fewerReplicasDoNotWaitForThoseThatAreGone() {
        var known =
                Map.of(
                        "a", Upgrade.Ran.through(V35),
                        "b", Upgrade.Ran.through(V35),
                        "c", Upgrade.Ran.through(V34));

        assertThat(of(Set.of("a", "b"), "a", V36, known)).isEqualTo(new Upgrade.Begun(V35, V36));
        assertThat(of(Set.of("a", "b", "c"), "a", V36, known)).isInstanceOf(Upgrade.Refused.class);
    }

    @Test
    void whatAReplicaThatIsGoneHasWrittenIsNotReadByAnEarlierRelease() {
        var interrupted = Map.of("a", Upgrade.Ran.through(V34), "b", new Upgrade.Ran(V34, V35));
        assertThat(of(Set.of("server"), "server", V34, interrupted))
                .isInstanceOf(Upgrade.Refused.class);
        assertThat(of(Set.of("server"), "server", V35, interrupted))
                .isEqualTo(new Upgrade.Resumed(V34, V35));
        assertThat(of(Set.of("server"), "server", V36, interrupted))
                .isInstanceOf(Upgrade.Refused.class);

        var alone = Map.of("shop-0", Upgrade.Ran.through(V34), "server", Upgrade.Ran.through(V36));
        var three = Set.of("shop-0", "shop-1", "shop-2");
        assertThat(of(three, "shop-0", V35, alone)).isInstanceOf(Upgrade.Refused.class);
        assertThat(of(three, "shop-0", V36, alone)).isEqualTo(new Upgrade.Unchanged(V36));
        assertThat(of(three, "shop-1", V36, alone)).isEqualTo(new Upgrade.Unchanged(V36));
    }

    private static Upgrade of(
            Set<String> members, String self, Release wanted, Map<String, Upgrade.Ran> known) {
        return Upgrade.judge(self, wanted, Upgrade.among(members, self, known));
    }

    private static Upgrade one(Release from, Release to, Release wanted) {
        return Upgrade.judge("a", wanted, Map.of("a", new Upgrade.Ran(from, to)));
    }
}
