package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.tunnel.testkit.ConnectClient;
import io.mooring.tunnel.testkit.NoLeaks;
import io.mooring.tunnel.testkit.RealAgent;
import io.mooring.tunnel.testkit.Target;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tokens of the upstream agent, and what they let it claim.
@Timeout(60)
@ExtendWith(NoLeaks.class)
final class AgentAuthenticationTest {
    @BeforeAll
    static void theUpstreamAgentIsBuilt() {
        assumeTrue(RealAgent.binary().isPresent(), "tools/build has not built konnectivity-agent");
    }

    private static TunnelFixture accepting(AgentAuthenticator authenticator) throws Exception {
        return new TunnelFixture(
                authenticator, TunnelLimits.defaults(), new InetSocketAddress("127.0.0.1", 1));
    }

    private static AgentIdentity nodeOfToken(AgentHello hello) {
        var token = hello.token().map(BearerToken::secret).orElse("");
        return token.startsWith("token-")
                ? AgentIdentity.Accepted.boundTo(token.substring(6), Set.of("127.0.0.1", "fd00::1"))
                : new AgentIdentity.Refused("no token");
    }

    @Test
    void aTokenThatIsNotGoodIsRefusedWithTheReason() throws Exception {
        try (var tunnel = accepting(_ -> new AgentIdentity.Refused("the token has expired"));
                var agent = start(tunnel, "node-1")) {
            await().until(() -> agent.log().contains("the token has expired"));
            assertThat(tunnel.server.agents()).isZero();
        }
    }

    @Test
    void anAgentMayClaimItsOwnNodesNameAndAddresses() throws Exception {
        try (var tunnel = accepting(AgentAuthenticationTest::nodeOfToken);
                var target = Target.echo()) {
            tunnel.agent(
                    "node-1",
                    "--agent-identifiers=host=node-1&ipv4=127.0.0.1&ipv6=FD00:0::1&default-route=true");
            try (var front = ConnectClient.connect(tunnel.socket, target.address())) {
                assertThat(front.echo("mine")).isEqualTo("mine");
            }
        }
    }

    @Test
    void anAgentMayNotClaimAnotherNodesAddress() throws Exception {
        try (var tunnel = accepting(AgentAuthenticationTest::nodeOfToken);
                var agent = start(tunnel, "node-1", "--agent-identifiers=ipv4=10.77.0.9")) {
            await().until(() ->
                    agent.log()
                            .contains(
                                    "the identifier \"10.77.0.9\" is not a name or address"
                                            + " of node \"node-1\", to which the agent's"
                                            + " credentials are bound"));
            assertThat(tunnel.server.agents()).isZero();
        }
    }

    @Test
    void anAgentMayNotUseAnotherNodesNameAsItsId() throws Exception {
        AgentAuthenticator bound = _ -> AgentIdentity.Accepted.boundTo("node-2", Set.of());
        try (var tunnel = accepting(bound);
                var agent = start(tunnel, "node-1")) {
            await().until(() -> agent.log().contains("the agent ID \"node-1\" is not a name"));
        }
    }

    @Test
    void anAuthenticatorThatFailsRefuses() throws Exception {
        AgentAuthenticator failing =
                _ -> {
                    throw new IllegalStateException("kube-apiserver is away");
                };
        try (var tunnel = accepting(failing);
                var agent = start(tunnel, "node-1")) {
            await().until(() -> agent.log().contains("authentication failed"));
        }
    }

    @Test
    void tokensAreNeverPrinted() {
        assertThat(new BearerToken("s3cret")).hasToString("***");
    }

    private static RealAgent start(TunnelFixture tunnel, String id, String... more)
            throws Exception {
        return RealAgent.start(
                tunnel.directory,
                tunnel.certificates,
                tunnel.server.agentAddress().orElseThrow(),
                id,
                more);
    }
}
