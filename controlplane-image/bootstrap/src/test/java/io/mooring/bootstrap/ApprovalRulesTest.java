package io.mooring.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.bootstrap.ApprovalRules.Decision;
import io.mooring.bootstrap.ApprovalRules.Node;
import io.mooring.bootstrap.ApprovalRules.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ApprovalRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");
    private static final String USED = "used00";
    private static final String NODE_USER = "system:node:n1";

    private static final Map<String, TokenInfo> TOKENS =
            Map.of(
                    "aaaaaa",
                    token("aaaaaa", NOW.plusSeconds(60), false, "", ""),
                    "expird",
                    token("expird", NOW, false, "", ""),
                    "bound1",
                    token("bound1", NOW.plusSeconds(60), false, "n1", ""),
                    "bound2",
                    token("bound2", NOW.plusSeconds(60), false, "n2", ""),
                    "once00",
                    token("once00", NOW.plusSeconds(60), true, "", ""),
                    "once01",
                    token("once01", NOW.plusSeconds(60), true, "", "n1"),
                    "once02",
                    token("once02", NOW.plusSeconds(60), true, "", "n2"),
                    USED,
                    token(USED, NOW.plusSeconds(60), true, "", "n1"));
    private static final Map<String, Node> NODES =
            Map.of(
                    "ready", new Node(true, Set.of(), Set.of()),
                    "lost", new Node(false, Set.of(), Set.of()),
                    "n1",
                            new Node(
                                    false,
                                    Set.of("n1.lan"),
                                    Set.of("10.77.0.2", "fd00:0:0:0:0:0:0:2")));

    static Stream<Arguments> clients() {
        return Stream.of(
                approved("a token lets a new node in", byToken("aaaaaa", "n3")),
                approved("a node that is lost may come back", byToken("aaaaaa", "lost")),
                approved("a bound token lets its node in", byToken("bound1", "n1")),
                approved("a node renews itself", byNode("n1")),
                approved("a renewal of a ready node", byNode("ready")),
                claimed("a single-use token is claimed", byToken("once00", "n3"), "once00"),
                claimed("the claiming node may ask again", byToken("once01", "n1"), "once01"),
                denied(
                        "unknown token",
                        byToken("gone00", "n3"),
                        "the bootstrap token gone00 does not exist any more"),
                denied(
                        "expired token",
                        byToken("expird", "n3"),
                        "the bootstrap token expird has expired"),
                denied(
                        "bound to another",
                        byToken("bound2", "n1"),
                        "the bootstrap token bound2 is for node n2, not n1"),
                denied(
                        "used by another",
                        byToken("once02", "n1"),
                        "the single-use bootstrap token once02 was used by node n2"),
                denied(
                        "used up by the node itself",
                        byToken(USED, "n1"),
                        "the single-use bootstrap token used00 has been used"),
                denied(
                        "name of a ready node",
                        byToken("aaaaaa", "ready"),
                        "there is a ready node ready already; choose another name, or delete it"),
                denied(
                        "a node for another node",
                        with(byNode("n2"), r -> user(r, NODE_USER)),
                        "system:node:n1 may only renew its own certificate"),
                denied(
                        "no organization",
                        with(byToken("aaaaaa", "n3"), r -> organizations(r, List.of())),
                        "the organization must be system:nodes and nothing else"),
                denied(
                        "masters as well",
                        with(
                                byToken("aaaaaa", "n3"),
                                r -> organizations(r, List.of("system:nodes", "system:masters"))),
                        "the organization must be system:nodes and nothing else"),
                denied(
                        "not a node's name",
                        with(
                                byToken("aaaaaa", "n3"),
                                r -> commonNames(r, List.of("kubernetes-admin"))),
                        "the common name must be system:node:NAME"),
                denied(
                        "two common names",
                        with(
                                byToken("aaaaaa", "n3"),
                                r -> commonNames(r, List.of("system:node:n3", "admin"))),
                        "the common name must be system:node:NAME"),
                denied(
                        "an empty name",
                        with(byToken("aaaaaa", "n3"), r -> commonNames(r, List.of("system:node:"))),
                        "the common name must be system:node:NAME"),
                denied(
                        "capital letters",
                        with(
                                byToken("aaaaaa", "n3"),
                                r -> commonNames(r, List.of("system:node:N3"))),
                        "the common name must be system:node:NAME"),
                denied(
                        "server auth",
                        with(
                                byToken("aaaaaa", "n3"),
                                r -> usages(r, "digital signature", "server auth")),
                        "the usages must be digital signature and client auth"),
                denied(
                        "both auths",
                        with(
                                byToken("aaaaaa", "n3"),
                                r -> usages(r, "digital signature", "client auth", "server auth")),
                        "the usages must be digital signature and client auth"),
                denied(
                        "no signature",
                        with(byToken("aaaaaa", "n3"), r -> usages(r, "client auth")),
                        "the usages must be digital signature and client auth"),
                denied(
                        "alternative name",
                        with(
                                byToken("aaaaaa", "n3"),
                                r -> names(r, Set.of("kubernetes"), Set.of())),
                        "a node's client certificate has no alternative names"),
                denied(
                        "alternative address",
                        with(byToken("aaaaaa", "n3"), r -> names(r, Set.of(), Set.of("10.96.0.1"))),
                        "a node's client certificate has no alternative names"),
                ignored(
                        "a person",
                        with(byToken("aaaaaa", "n3"), r -> user(r, "kubernetes-admin"))),
                ignored(
                        "a token's name without its group",
                        with(
                                byToken("aaaaaa", "n3"),
                                r -> groups(r, Set.of("system:authenticated")))),
                ignored(
                        "another signer",
                        with(
                                byToken("aaaaaa", "n3"),
                                r -> signer(r, "kubernetes.io/kube-apiserver-client"))));
    }

    static Stream<Arguments> servers() {
        return Stream.of(
                approved(
                        "its name and addresses",
                        serving(Set.of("n1", "n1.lan"), Set.of("10.77.0.2", "fd00:0:0:0:0:0:0:2"))),
                approved("an address alone", serving(Set.of(), Set.of("10.77.0.2"))),
                waits(
                        "a foreign name",
                        serving(Set.of("kubernetes"), Set.of()),
                        "no addresses of node n1: [kubernetes]"),
                waits(
                        "a foreign address",
                        serving(Set.of("n1"), Set.of("10.96.0.1")),
                        "no addresses of node n1: [10.96.0.1]"),
                waits(
                        "before it has registered",
                        with(
                                serving(Set.of("n9"), Set.of()),
                                r ->
                                        user(
                                                commonNames(r, List.of("system:node:n9")),
                                                "system:node:n9")),
                        "there is no node n9 yet"),
                denied(
                        "no names",
                        serving(Set.of(), Set.of()),
                        "a serving certificate needs an alternative name"),
                denied(
                        "other kinds of names",
                        with(serving(Set.of("n1"), Set.of()), ApprovalRulesTest::otherNames),
                        "only DNS names and IP addresses are possible"),
                denied(
                        "another node's",
                        with(serving(Set.of("n1"), Set.of()), r -> user(r, "system:node:n2")),
                        "system:node:n2 may only ask for its own certificate"),
                denied(
                        "client auth",
                        with(
                                serving(Set.of("n1"), Set.of()),
                                r -> usages(r, "digital signature", "client auth")),
                        "the usages must be digital signature and server auth"),
                ignored(
                        "a bootstrap token",
                        with(
                                serving(Set.of("n1"), Set.of()),
                                r -> user(r, "system:bootstrap:aaaaaa"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"clients", "servers"})
    void a_request_is_decided_by_rule(String name, Request request, Decision expected) {
        assertThat(ApprovalRules.decide(request, new Known())).isEqualTo(expected);
    }

    private record Known() implements ApprovalRules.Facts {
        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public Optional<TokenInfo> token(String id) {
            return Optional.ofNullable(TOKENS.get(id));
        }

        @Override
        public Optional<Node> node(String name) {
            return Optional.ofNullable(NODES.get(name));
        }
    }

    private static TokenInfo token(
            String id, Instant expiry, boolean singleUse, String node, String claimedBy) {
        return new TokenInfo(
                id,
                Optional.of(expiry),
                singleUse,
                Optional.of(node).filter(n -> !n.isEmpty()),
                Optional.of(claimedBy).filter(n -> !n.isEmpty()),
                Optional.empty(),
                Optional.of(NOW).filter(_ -> id.equals(USED)),
                "",
                List.of());
    }

    private static Arguments approved(String name, Request request) {
        return Arguments.of(name, request, new Decision.Approve(node(request), Optional.empty()));
    }

    private static Arguments claimed(String name, Request request, String token) {
        return Arguments.of(name, request, new Decision.Approve(node(request), Optional.of(token)));
    }

    private static Arguments denied(String name, Request request, String reason) {
        return Arguments.of(name, request, new Decision.Deny(reason));
    }

    private static Arguments waits(String name, Request request, String reason) {
        return Arguments.of(name, request, new Decision.Wait(reason));
    }

    private static Arguments ignored(String name, Request request) {
        return Arguments.of(name, request, new Decision.Ignore());
    }

    private static String node(Request request) {
        return request.commonNames().getFirst().substring("system:node:".length());
    }

    private static Request byToken(String id, String node) {
        return new Request(
                ApprovalRules.CLIENT_SIGNER,
                "system:bootstrap:" + id,
                Set.of("system:bootstrappers", "system:authenticated"),
                Set.of("digital signature", "client auth"),
                List.of("system:node:" + node),
                List.of("system:nodes"),
                Set.of(),
                Set.of(),
                false);
    }

    private static Request byNode(String node) {
        var request = groups(byToken("aaaaaa", node), Set.of("system:nodes"));
        return user(
                usages(request, "digital signature", "key encipherment", "client auth"),
                "system:node:" + node);
    }

    private static Request serving(Set<String> dns, Set<String> ips) {
        var request = usages(byNode("n1"), "digital signature", "server auth");
        return names(signer(request, ApprovalRules.SERVING_SIGNER), dns, ips);
    }

    private static Request with(Request request, UnaryOperator<Request> change) {
        return change.apply(request);
    }

    private static Request signer(Request r, String signer) {
        return new Request(
                signer,
                r.username(),
                r.groups(),
                r.usages(),
                r.commonNames(),
                r.organizations(),
                r.dnsNames(),
                r.ipAddresses(),
                false);
    }

    private static Request user(Request r, String user) {
        return new Request(
                r.signer(),
                user,
                r.groups(),
                r.usages(),
                r.commonNames(),
                r.organizations(),
                r.dnsNames(),
                r.ipAddresses(),
                false);
    }

    private static Request groups(Request r, Set<String> groups) {
        return new Request(
                r.signer(),
                r.username(),
                groups,
                r.usages(),
                r.commonNames(),
                r.organizations(),
                r.dnsNames(),
                r.ipAddresses(),
                false);
    }

    private static Request usages(Request r, String... usages) {
        return new Request(
                r.signer(),
                r.username(),
                r.groups(),
                Set.of(usages),
                r.commonNames(),
                r.organizations(),
                r.dnsNames(),
                r.ipAddresses(),
                false);
    }

    private static Request commonNames(Request r, List<String> names) {
        return new Request(
                r.signer(),
                r.username(),
                r.groups(),
                r.usages(),
                names,
                r.organizations(),
                r.dnsNames(),
                r.ipAddresses(),
                false);
    }

    private static Request organizations(Request r, List<String> names) {
        return new Request(
                r.signer(),
                r.username(),
                r.groups(),
                r.usages(),
                r.commonNames(),
                names,
                r.dnsNames(),
                r.ipAddresses(),
                false);
    }

    private static Request names(Request r, Set<String> dns, Set<String> ips) {
        return new Request(
                r.signer(),
                r.username(),
                r.groups(),
                r.usages(),
                r.commonNames(),
                r.organizations(),
                dns,
                ips,
                false);
    }

    private static Request otherNames(Request r) {
        return new Request(
                r.signer(),
                r.username(),
                r.groups(),
                r.usages(),
                r.commonNames(),
                r.organizations(),
                r.dnsNames(),
                r.ipAddresses(),
                true);
    }
}
