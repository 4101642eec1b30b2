package io.mooring.bootstrap;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who may have which certificate of a node. Pure: decides on what it is given and does nothing.
///
/// Requests by anybody but a bootstrap token or a node are left alone, so that people can still use
/// the API as usual.
final class ApprovalRules {
    static final String CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client-kubelet";
    static final String SERVING_SIGNER = "kubernetes.io/kubelet-serving";
    private static final String BOOTSTRAP_USER = "system:bootstrap:";
    private static final String NODES = "system:nodes";
    private static final Set<String> KEY_USES = Set.of("digital signature", "key encipherment");

    /// A certificate request as far as it matters; `spec` fields and the content of the PKCS#10
    /// document.
    record Request(
            String signer,
            String username,
            Set<String> groups,
            Set<String> usages,
            List<String> commonNames,
            List<String> organizations,
            Set<String> dnsNames,
            Set<String> ipAddresses,
            boolean otherNames) {}

    /// What the cluster knows.
    interface Facts {
        Instant now();

        Optional<TokenInfo> token(String id);

        Optional<Node> node(String name);
    }

    /// A registered node; its addresses apart by whether they are IP addresses.
    record Node(boolean ready, Set<String> dnsNames, Set<String> ipAddresses) {}

    sealed interface Decision {
        /// To be approved.
        ///
        /// @param claim a single-use token that has to become this node's before
        record Approve(String node, Optional<String> claim) implements Decision {}

        record Deny(String reason) implements Decision {}

        /// Not decidable before the node has registered its addresses.
        record Wait(String reason) implements Decision {}

        /// Not ours to decide.
        record Ignore() implements Decision {}
    }

    private ApprovalRules() {}

    static Decision decide(Request request, Facts facts) {
        return switch (request.signer()) {
            case CLIENT_SIGNER -> client(request, facts);
            case SERVING_SIGNER -> serving(request, facts);
            default -> new Decision.Ignore();
        };
    }

    private static Decision client(Request request, Facts facts) {
        var byToken =
                request.username().startsWith(BOOTSTRAP_USER)
                        && request.groups().contains("system:bootstrappers");
        if (!byToken && !byNode(request)) {
            return new Decision.Ignore();
        }
        var wrong = wrongSubject(request, "client auth");
        if (wrong.isPresent()) {
            return new Decision.Deny(wrong.get());
        }
        if (!request.dnsNames().isEmpty() || !request.ipAddresses().isEmpty()) {
            return new Decision.Deny("a node's client certificate has no alternative names");
        }
        var node = NodeNames.ofUser(request.commonNames().getFirst()).orElseThrow();
        if (byToken) {
            return byToken(request.username().substring(BOOTSTRAP_USER.length()), node, facts);
        }
        return request.username().equals(request.commonNames().getFirst())
                ? new Decision.Approve(node, Optional.empty())
                : new Decision.Deny(request.username() + " may only renew its own certificate");
    }

    private static Decision byToken(String id, String node, Facts facts) {
        var token = facts.token(id);
        if (token.isEmpty()) {
            return new Decision.Deny("the bootstrap token " + id + " does not exist any more");
        }
        if (token.get().expiredAt(facts.now())) {
            return new Decision.Deny("the bootstrap token " + id + " has expired");
        }
        var bound = token.get().nodeName();
        if (bound.isPresent() && !bound.get().equals(node)) {
            return new Decision.Deny(
                    "the bootstrap token " + id + " is for node " + bound.get() + ", not " + node);
        }
        var claimed = token.get().claimedBy();
        if (claimed.isPresent() && !claimed.get().equals(node)) {
            return new Decision.Deny(
                    "the single-use bootstrap token " + id + " was used by node " + claimed.get());
        }
        if (token.get().usedAt().isPresent()) {
            return new Decision.Deny("the single-use bootstrap token " + id + " has been used");
        }
        if (facts.node(node).filter(Node::ready).isPresent()) {
            return new Decision.Deny(
                    "there is a ready node "
                            + node
                            + " already; choose another name, or delete it");
        }
        return new Decision.Approve(
                node, token.get().singleUse() ? Optional.of(id) : Optional.empty());
    }

    private static Decision serving(Request request, Facts facts) {
        if (!byNode(request)) {
            return new Decision.Ignore();
        }
        var wrong = wrongSubject(request, "server auth");
        if (wrong.isPresent()) {
            return new Decision.Deny(wrong.get());
        }
        if (!request.username().equals(request.commonNames().getFirst())) {
            return new Decision.Deny(request.username() + " may only ask for its own certificate");
        }
        if (request.dnsNames().isEmpty() && request.ipAddresses().isEmpty()) {
            return new Decision.Deny("a serving certificate needs an alternative name");
        }
        var name = NodeNames.ofUser(request.username()).orElseThrow();
        var node = facts.node(name);
        if (node.isEmpty()) {
            return new Decision.Wait("there is no node " + name + " yet");
        }
        var foreign = foreignNames(request, name, node.get());
        return foreign.isEmpty()
                ? new Decision.Approve(name, Optional.empty())
                : new Decision.Wait("no addresses of node " + name + ": " + foreign);
    }

    private static Set<String> foreignNames(Request request, String name, Node node) {
        var foreign = new HashSet<>(request.dnsNames());
        foreign.remove(name);
        foreign.removeAll(node.dnsNames());
        var addresses = new HashSet<>(request.ipAddresses());
        addresses.removeAll(node.ipAddresses());
        foreign.addAll(addresses);
        return foreign;
    }

    private static boolean byNode(Request request) {
        return NodeNames.ofUser(request.username()).isPresent() && request.groups().contains(NODES);
    }

    private static Optional<String> wrongSubject(Request request, String purpose) {
        if (!request.organizations().equals(List.of(NODES))) {
            return Optional.of("the organization must be system:nodes and nothing else");
        }
        if (request.commonNames().size() != 1
                || NodeNames.ofUser(request.commonNames().getFirst()).isEmpty()) {
            return Optional.of("the common name must be system:node:NAME");
        }
        if (request.otherNames()) {
            return Optional.of("only DNS names and IP addresses are possible");
        }
        var usages = new HashSet<>(request.usages());
        usages.removeAll(KEY_USES);
        return usages.equals(Set.of(purpose)) && request.usages().contains("digital signature")
                ? Optional.empty()
                : Optional.of("the usages must be digital signature and " + purpose);
    }
}
