package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.TenantRef;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NeedsTest {
    private static final TenantRef A = new TenantRef("v1/Secret", "default", "a");
    private static final TenantRef B = new TenantRef("v1/Secret", "default", "b");

    private final Needs needs = new Needs();

    @Test
    void whatIsReferredToIsNeededUntilTheLastHolderIsGone() {
        assertThat(needs.note(pod("p"), Set.of(A))).containsExactly(A);
        assertThat(needs.note(pod("q"), Set.of(A, B))).containsExactly(B);
        assertThat(needs.note(pod("p"), Set.of())).isEmpty();
        assertThat(needs.isNeeded(A)).isTrue();
        assertThat(needs.note(pod("q"), Set.of(B))).containsExactly(A);
        assertThat(needs.isNeeded(A)).isFalse();
        assertThat(needs.isNeeded(B)).isTrue();
        assertThat(needs.note(pod("q"), Set.of(B))).isEmpty();
    }

    private static SyncKey pod(String name) {
        return new SyncKey(ResourceKind.POD, "default", name);
    }
}
