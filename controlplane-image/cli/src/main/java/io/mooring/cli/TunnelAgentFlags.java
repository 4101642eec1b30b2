package io.mooring.cli;

import io.mooring.server.AgentTokens;
import io.mooring.tunnel.tls.TlsFiles;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where agents dial, and who of them is let in.
final class TunnelAgentFlags {

    @Option(
            names = "--agent-port",
            defaultValue = "8091",
            description = "The port to listen on for agents (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--agent-bind-address",
            defaultValue = "",
            description = "The address of --agent-port (default: all).")
    private String address = "";

    @Option(
            names = "--cluster-cert",
            defaultValue = "",
            description = "The certificate that agents are shown.")
    private String certificate = "";

    @Option(names = "--cluster-key", defaultValue = "", description = "Its key.")
    private String key = "";

    @Option(
            names = "--cluster-ca-cert",
            defaultValue = "",
            description = "The CA of the agents' client certificates, if they have such.")
    private String clientCa = "";

    @Option(
            names = "--agent-namespace",
            defaultValue = "",
            description = "The namespace of the agents' service account, if they have tokens.")
    private String namespace = "";

    @Option(
            names = "--agent-service-account",
            defaultValue = "",
            description = "The name of the agents' service account.")
    private String serviceAccount = "";

    @Option(
            names = "--authentication-audience",
            defaultValue = "",
            description = "What the agents' tokens have to be issued for.")
    private String audience = "";

    @Option(
            names = "--node-binding",
            defaultValue = "identifiers",
            description =
                    "What a token that is bound to a node lets its agent claim: off (anything),"
                            + " identifiers (only the node's addresses and name, where nodes can be"
                            + " read), strict (these also as agent ID) (default: ${DEFAULT-VALUE}).")
    private String binding = "";

    @Option(
            names = "--allow-unauthenticated-agents",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "Let every agent in, where neither certificates nor tokens are asked for.")
    private boolean anyone;

    InetSocketAddress listener(List<String> problems) {
        TunnelPorts.check("--agent-port", port, problems);
        return TunnelPorts.at(address, port);
    }

    TlsFiles tls(List<String> suites, List<String> problems) {
        if (certificate.isEmpty() || key.isEmpty()) {
            problems.add("--cluster-cert, --cluster-key: both are needed");
        }
        return new TlsFiles(
                Path.of(certificate),
                Path.of(key),
                Optional.of(clientCa).filter(ca -> !ca.isEmpty()).map(Path::of),
                suites);
    }

    Optional<AgentTokens> tokens(List<String> problems) {
        var given = List.of(namespace, serviceAccount, audience);
        if (given.stream().allMatch(String::isEmpty)) {
            requireSomeProof(problems);
            return Optional.empty();
        }
        if (given.stream().anyMatch(String::isEmpty)) {
            problems.add(
                    "--agent-namespace, --agent-service-account, --authentication-audience: tokens"
                            + " need all three");
        }
        if (!clientCa.isEmpty()) {
            problems.add(
                    "--cluster-ca-cert: agents show certificates or tokens, not both; leave it out"
                            + " where --agent-service-account is given");
        }
        return Optional.of(new AgentTokens(namespace, serviceAccount, audience, binding(problems)));
    }

    private void requireSomeProof(List<String> problems) {
        if (clientCa.isEmpty() && !anyone) {
            problems.add(
                    "--cluster-ca-cert or --agent-service-account: without one anyone could be an"
                            + " agent and take a node's traffic; give"
                            + " --allow-unauthenticated-agents if that is wanted");
        }
    }

    private AgentTokens.Binding binding(List<String> problems) {
        try {
            return AgentTokens.Binding.valueOf(binding.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            problems.add("--node-binding: '" + binding + "' is not off, identifiers or strict");
            return AgentTokens.Binding.IDENTIFIERS;
        }
    }
}
