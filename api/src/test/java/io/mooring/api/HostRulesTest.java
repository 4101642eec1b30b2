package io.mooring.api;

import static io.mooring.api.RuleTable.shared;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HostRulesTest {
    private static final String NAMESPACES = "sync.toHost.namespaces.mappings.byName";

    @ParameterizedTest
    @MethodSource({"namespaces", "gateways", "admission"})
    void aBadAgreementWithTheHostIsAnErrorThatSaysWhatIsRight(RuleTable table) {
        table.holds();
    }

    static Stream<RuleTable> namespaces() {
        return Stream.of(
                mapping("{}", ": must not be empty while namespaces are synced"),
                mapping(
                        "{'a*': b}",
                        ".a*: \"a*\": \"b\" must have * at the end of both sides, or of neither"),
                mapping("{'*': '*'}", ".*: \"*\": \"*\" would take every host namespace"),
                mapping("{'a*b': c}", ".a*b: \"a*b\": \"c\" may have * at the end only"),
                mapping("{a: 'b/c'}", ".a: \"a\": \"b/c\" must not contain /"),
                mapping(
                        "{'a*': 'x-${name}-${name}-*'}",
                        ".a*: \"a*\": \"x-${name}-${name}-*\" may have ${name} once only"),
                mapping("{a: c, b: c}", ".b: \"b\": \"c\" has the same target as \"a\""),
                mapping("{a: B}", ".a: \"a\": \"B\" must be lower-case letters, digits and dashes"),
                mapping(
                        "{'a*': 'aaaaaaaaaabbbbbbbbbbccccccccccddd*'}",
                        ".a*: \"a*\": \"aaaaaaaaaabbbbbbbbbbccccccccccddd*\" has a prefix of more"
                                + " than 32 letters"));
    }

    private static RuleTable mapping(String mappings, String problem) {
        return shared(
                "sync: {toHost: {namespaces: {enabled: true, mappings: {byName: "
                        + mappings
                        + "}}}}",
                NAMESPACES + problem);
    }

    static Stream<RuleTable> gateways() {
        return Stream.of(
                shared(
                        "sync: {fromHost: {gateways: {enabled: true}}}",
                        "sync.fromHost.gateways.mappings.byName: must not be empty while gateways"
                                + " are synced"),
                shared(
                        "sync: {fromHost: {gateways: {enabled: true, mappings: {byName: {a: b/c,"
                                + " kube-system/x: b/x, c/*: d/e}}}}}",
                        "sync.fromHost.gateways.mappings.byName.a: must be namespace/name or"
                                + " namespace/* on both sides, but has \"a\"",
                        "sync.fromHost.gateways.mappings.byName.kube-system/x: must not use a"
                                + " namespace of the system, but has \"kube-system/x\"",
                        "sync.fromHost.gateways.mappings.byName.c/*: must have /* on both sides,"
                                + " or on neither"),
                shared(
                        "sync: {fromHost: {gateways: {enabled: true, mappings: {byName: {infra/a:"
                                + " edge/a, all/*: edge/*}}, allowedRoutes: {overrides:"
                                + " [{hostNamespace: infra, name: b}, {hostNamespace: all, name: b,"
                                + " allowedHostnames: ['*.a.org', 'a.*']}]}}}}",
                        "sync.fromHost.gateways.allowedRoutes.overrides[0]: is for gateway infra/b,"
                                + " which sync.fromHost.gateways.mappings.byName does not have",
                        "sync.fromHost.gateways.allowedRoutes.overrides[1].allowedHostnames[1]:"
                                + " must be a host name, or one after *., but is \"a.*\""),
                shared(
                        "sync: {fromHost: {gateways: {allowedRoutes: {defaultVirtualNamespacePolicy:"
                                + " {from: Selector}, overrides: [{virtualNamespacePolicy: {from:"
                                + " Sames}}]}}}}",
                        "sync.fromHost.gateways.allowedRoutes.defaultVirtualNamespacePolicy.selector:"
                                + " must not be empty while from is Selector",
                        "sync.fromHost.gateways.allowedRoutes.overrides[0].virtualNamespacePolicy.from:"
                                + " must be one of All, Same, Selector, but is \"Sames\" (did you"
                                + " mean Same?)"));
    }

    static Stream<RuleTable> admission() {
        return Stream.of(
                shared(
                        "policies: {centralAdmission: {validatingWebhooks: [{webhooks: [{name: a,"
                                + " clientConfig: {}}, {clientConfig: {url: x}}]}]}}",
                        "policies.centralAdmission.validatingWebhooks[0].webhooks[0].clientConfig:"
                                + " must have exactly one of url and service",
                        "policies.centralAdmission.validatingWebhooks[0].webhooks[1].name: must be"
                                + " set"),
                shared(
                        "experimental: {denyProxyRequests: [{rules: [{operations: [GET], scope:"
                                + " Namespace}]}]}",
                        "experimental.denyProxyRequests[0].rules[0].operations: must be of CREATE,"
                                + " UPDATE, DELETE, CONNECT and *, but are [GET]",
                        "experimental.denyProxyRequests[0].rules[0].scope: must be one of Cluster,"
                                + " Namespaced, *, but is \"Namespace\" (did you mean"
                                + " Namespaced?)"),
                shared(
                        "experimental: {proxy: {customResources: {widgets: {accessResources:"
                                + " mine}}}}",
                        "experimental.proxy.customResources.widgets: must be named like"
                                + " widgets.example.com/v1, but is named \"widgets\"",
                        "experimental.proxy.customResources.widgets.targetVirtualCluster.name: must"
                                + " be set",
                        "experimental.proxy.customResources.widgets.accessResources: must be one of"
                                + " owned, all, but is \"mine\""),
                shared(
                        "integrations: {certManager: {enabled: true}}\n"
                                + "sync: {toHost: {customResources: {certificates.cert-manager.io:"
                                + " {enabled: true}}}}",
                        "sync.toHost.customResources[\"certificates.cert-manager.io\"]: is synced by"
                                + " integrations.certManager already; remove it"));
    }
}
