package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.ConfigLoader;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.model.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Pools, as the configuration and as Karpenter's manifests declare them.
final class PoolsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T05:00:00Z");

    private static List<Pool> declared(String autoNodes) {
        var config =
                ConfigLoader.load("privateNodes:\n  enabled: true\n  autoNodes:\n" + autoNodes)
                        .config();
        return DeclaredPools.of(config.privateNodes().autoNodes()).stream()
                .map(Pools::read)
                .toList();
    }

    @Test
    void aDynamicPoolOfTheConfigurationIsAPoolThatFollowsThePods() {
        Pool pool =
                declared(
                                """
                                  - provider: aws
                                    dynamic:
                                      - name: burst
                                        weight: 7
                                        nodeLabels: {tier: batch}
                                        taints: [{key: burst, effect: NoSchedule}]
                                        nodeTypeSelector:
                                          - {property: kubernetes.io/arch, value: amd64}
                                        limits: {cpu: 100, nodes: 3}
                                        expireAfter: Never
                                        terminationGracePeriod: 1m
                                        disruption:
                                          consolidateAfter: 1m30s
                                          consolidationPolicy: WhenEmpty
                                          budgets: [{nodes: "2"}]
                                """)
                        .getFirst();

        assertThat(pool.name()).isEqualTo("burst");
        assertThat(pool.provider()).isEqualTo("aws");
        assertThat(pool.fixedSize()).isEmpty();
        assertThat(pool.placement().weight()).isEqualTo(7);
        assertThat(pool.placement().labels()).isEqualTo(Map.of("tier", "batch"));
        assertThat(pool.placement().taints()).containsExactly(new Taint("burst", "", "NoSchedule"));
        assertThat(pool.placement().requirements())
                .singleElement()
                .satisfies(it -> assertThat(it.values().contains("amd64")).isTrue());
        assertThat(pool.placement().limits()).isEqualTo(Map.of("cpu", 100_000L, "nodes", 3L));
        assertThat(pool.expireAfter()).isNull();
        assertThat(pool.gracePeriod()).isEqualTo(Duration.ofMinutes(1));
        assertThat(pool.consolidation().after()).isEqualTo(Duration.ofSeconds(90));
        assertThat(pool.consolidation().policy()).isEqualTo(Pool.Policy.WHEN_EMPTY);
        assertThat(pool.allowed(Reason.EMPTY, 9, NOW)).isEqualTo(2);
    }

    @Test
    void aStaticPoolHasItsSizeAndKarpentersDefaults() {
        Pool pool =
                declared("  - {provider: local, static: [{name: base, quantity: 2}]}\n").getFirst();

        assertThat(pool.fixedSize()).hasValue(2);
        assertThat(pool.expireAfter()).isEqualTo(Duration.ofHours(720));
        assertThat(pool.gracePeriod()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aPoolOfThisHostHasALimitWhereNoneIsGiven() {
        assertThat(
                        declared("  - {provider: local, dynamic: [{name: burst}]}\n")
                                .getFirst()
                                .placement()
                                .limits())
                .isEqualTo(Map.of("nodes", 10L));
    }

    @Test
    void aManifestOfKarpentersIsRead() {
        Pool pool =
                Pools.read(
                        Given.object(
                                """
                                metadata:
                                  name: general
                                  annotations: {mooring.io/registration-timeout: 40m}
                                spec:
                                  template:
                                    spec:
                                      nodeClassRef: {group: mooring.io, kind: MachineProvider, name: metal}
                                      startupTaints: [{key: starting, effect: NoSchedule}]
                                      requirements:
                                        - {key: karpenter.sh/capacity-type, operator: In, values: [spot]}
                                  disruption:
                                    budgets:
                                      - {nodes: "0", schedule: "@daily", duration: 10m, reasons: [Drifted]}
                                      - {nodes: 20%}
                                """));

        assertThat(pool.provider()).isEqualTo("metal");
        assertThat(pool.startupTaints()).hasSize(1);
        assertThat(pool.timeouts().registration()).isEqualTo(Duration.ofMinutes(40));
        assertThat(pool.allowed(Reason.DRIFTED, 10, Instant.parse("2026-11-22T00:05:00Z")))
                .isZero();
        assertThat(pool.allowed(Reason.EMPTY, 10, Instant.parse("2026-11-22T00:05:00Z")))
                .isEqualTo(2);
    }

    @Test
    void aPoolThatCannotBeReadIsFrozenAndLosesNoNode() {
        var spoilt =
                Given.object(
                        """
                        metadata: {name: general}
                        spec:
                          template: {spec: {nodeClassRef: {name: local}}}
                          disruption: {consolidationPolicy: Sometimes}
                        """);

        assertThatThrownBy(() -> Pools.read(spoilt))
                .hasMessage("'Sometimes' is no consolidationPolicy");
        Pool frozen = Pools.frozen(spoilt);
        assertThat(frozen.provider()).isEqualTo("local");
        assertThat(frozen.deleting()).isFalse();
        assertThat(frozen.placement().limits()).isEqualTo(Map.of("nodes", 0L));
        assertThat(frozen.allowed(Reason.DRIFTED, 5, NOW)).isZero();
        assertThat(frozen.expireAfter()).isNull();
    }
}
