package io.mooring.tunnel;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/AgentService/Connect`: reads who calls, has that judged on a virtual thread, and lets agents
/// in.
final class AgentService implements GrpcServer.Service {
    private static final Logger log = LoggerFactory.getLogger(AgentService.class);
    private static final String BEARER = "Bearer ";

    private final TunnelServerConfig config;
    private final TunnelContext context;
    private final AgentAuthenticator authenticator;
    private int authenticating;
    private long serials;

    AgentService(
            TunnelServerConfig config, TunnelContext context, AgentAuthenticator authenticator) {
        this.config = config;
        this.context = context;
        this.authenticator = authenticator;
    }

    @Override
    public String path() {
        return "/AgentService/Connect";
    }

    @Override
    public GrpcCall.Listener open(GrpcCall call, Http2Headers headers) {
        var agent = new AgentCall(call, context, ++serials);
        try {
            var hello = hello(call, headers);
            if (authenticating >= context.limits().maxAuthentications()) {
                call.finish(GrpcCall.UNAVAILABLE, "too many agents are connecting; try again");
            } else {
                authenticate(hello, agent);
            }
        } catch (IllegalArgumentException e) {
            refuse(agent, "from " + call.channel().remoteAddress(), String.valueOf(e.getMessage()));
        }
        return agent;
    }

    private static AgentHello hello(GrpcCall call, Http2Headers headers) {
        var ids = headers.getAll("agentid");
        if (ids.size() != 1) {
            throw new IllegalArgumentException(
                    "expected one agent ID in the context, got " + ids.size());
        }
        var identifiers = headers.getAll("agentidentifiers");
        if (identifiers.size() > 1) {
            throw new IllegalArgumentException(
                    "expected at most one set of agent identifiers in the context, got "
                            + identifiers.size());
        }
        var query = identifiers.isEmpty() ? "" : identifiers.getFirst().toString();
        var authorization = headers.get("authorization");
        var token =
                Optional.ofNullable(authorization)
                        .map(CharSequence::toString)
                        .filter(value -> value.startsWith(BEARER))
                        .map(value -> new BearerToken(value.substring(BEARER.length()).strip()));
        return new AgentHello(
                ids.getFirst().toString(),
                AgentIdentifiers.parse(query),
                token,
                certificate(call),
                String.valueOf(call.channel().remoteAddress()));
    }

    private static Optional<X509Certificate> certificate(GrpcCall call) {
        var tls = call.channel().pipeline().get(SslHandler.class);
        if (tls == null) {
            return Optional.empty();
        }
        try {
            var chain = tls.engine().getSession().getPeerCertificates();
            Certificate first = chain.length == 0 ? null : chain[0];
            return first instanceof X509Certificate x509 ? Optional.of(x509) : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    private void authenticate(AgentHello hello, AgentCall agent) {
        authenticating++;
        var thread =
                Thread.ofVirtual()
                        .name("agent-authentication")
                        .start(() -> {
                            var identity = judge(hello);
                            agent.execute(() -> judged(hello, agent, identity));
                        });
        context.timers()
                .schedule(
                        context.limits().authenticationDeadline(),
                        () -> {
                            if (agent.undecided()) {
                                thread.interrupt();
                                refuse(agent, hello.agentId(), "authentication took too long");
                            }
                        });
    }

    private AgentIdentity judge(AgentHello hello) {
        try {
            return authenticator.authenticate(hello);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new AgentIdentity.Refused("authentication was interrupted");
        } catch (RuntimeException e) {
            log.warn("agent={} cannot be authenticated", hello.agentId(), e);
            return new AgentIdentity.Refused("authentication failed");
        }
    }

    private void judged(AgentHello hello, AgentCall agent, AgentIdentity identity) {
        authenticating--;
        if (!agent.undecided()) {
            return;
        }
        switch (identity) {
            case AgentIdentity.Refused refused -> refuse(agent, hello.agentId(), refused.reason());
            case AgentIdentity.Accepted accepted -> {
                var violation = accepted.node().flatMap(node -> NodeBinding.violation(hello, node));
                if (violation.isPresent()) {
                    refuse(agent, hello.agentId(), violation.get());
                } else {
                    agent.letIn(hello, config.serverId(), config.serverCount().getAsInt());
                }
            }
        }
    }

    private void refuse(AgentCall agent, String agentId, String reason) {
        context.metrics().refusedAgents.increment();
        log.warn("agent={} refused: {}", agentId, reason);
        agent.refuse(reason);
    }
}
