package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A tenant of [SharedNodes] who wants what is the host's or another's: the resource
/// `shared-nodes-attacks.yaml`, and what becomes of it on a real host.
final class HostileTenant {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// Pods of the resource that have no copy.
    private static final List<String> REFUSED = List.of("networks", "paths", "nodes");

    private final SharedNodes shared;

    HostileTenant(SharedNodes shared) {
        this.shared = shared;
    }

    /// Tries it all, and fails if any of it is to be had.
    void getsNothing() throws IOException {
        shared.apply("shared-nodes-attacks.yaml");
        beOwnedByAnother();

        getsNothingOfTheHosts();
        isNobodyElse();
        readsItsOwnSecretsOnly();
        reachesItsOwnPodsOnly();
        shared.tenants(
                "delete",
                "pods",
                "networks",
                "paths",
                "nodes",
                "secrets",
                "marks",
                "--wait=false",
                "--now");
        shared.tenants("delete", "secret", "account");
    }

    private void beOwnedByAnother() {
        String owner = shared.tenants("get", "cm", "settings", "-o", "jsonpath={.metadata.uid}");
        shared.tenants(
                "patch",
                "pod",
                "marks",
                "--type=merge",
                "-p",
                """
                {"metadata": {"ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap",
                  "name": "settings", "uid": "%s", "controller": true}]}}
                """
                        .formatted(owner));
    }

    private void getsNothingOfTheHosts() {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(shared.tenants("get", "events"))
                                .contains(
                                        "spec.hostNetwork is the host's and not for tenants",
                                        "volume v: hostPath is the host's and not for tenants",
                                        "spec.hostPID is the host's and not for tenants"));
        for (String refused : REFUSED) {
            assertThat(shared.ofCopy("pod/" + refused + "-x-work-x-shop", ".kind")).isEmpty();
        }
    }

    private void isNobodyElse() {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(
                                        ofMarks(
                                                ".metadata.labels['mooring\\.io/managed-by',"
                                                        + " 'mooring\\.io/namespace']"))
                                .isEqualTo("shop work"));
        assertThat(ofMarks(".spec.serviceAccountName")).isEqualTo("shop-workload");
        assertThat(ofMarks(".metadata.ownerReferences[*].name")).isEqualTo("shop");
        assertThat(ofMarks(".metadata.annotations"))
                .contains(
                        "\"mooring.io/object-name\":\"marks\"",
                        "\"tenant.mooring.io/object-name\":\"stolen\"");
    }

    private void readsItsOwnSecretsOnly() {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(shared.ofCopy("pod/secrets-x-work-x-shop", ".spec"))
                                .contains(
                                        "shop-kubeconfig-x-work-x-shop",
                                        "shop-config-x-work-x-shop"));
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(
                                        shared.ofCopy(
                                                "secret/account-x-work-x-shop",
                                                ".type} {.metadata.annotations"))
                                .startsWith("Opaque ")
                                .doesNotContain("kubernetes.io/service-account"));
        String token = shared.tenants("get", "secret", "account", "-o", "jsonpath={.data.token}");
        assertThat(shared.ofCopy("secret/account-x-work-x-shop", ".data.token"))
                .isEqualTo(token)
                .isNotEmpty();
    }

    private void reachesItsOwnPodsOnly() {
        String node = shared.tenants("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
        String proxy = "/api/v1/nodes/" + node + "/proxy/";
        assertThat(shared.tenants("get", "--raw", proxy + "pods"))
                .contains(shared.pod("web"))
                .doesNotContain("\"name\":\"shop-0\"", "\"namespace\":\"shared\"");
        for (String path : List.of("run/work/" + shared.pod("web") + "/c", "metrics")) {
            assertThat(shared.attempt("get", "--raw", proxy + path))
                    .extracting(Command.Result::exitCode)
                    .isNotEqualTo(0);
        }
    }

    private String ofMarks(String path) {
        return shared.ofCopy("pod/marks-x-work-x-shop", path);
    }
}
