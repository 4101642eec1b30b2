package io.mooring.tunnel;

import io.mooring.tunnel.wire.Packet;

/// The figures of a tunnel server and of the port router beside it. Thread-safe.
///
/// Those that upstream has too carry upstream's names, so that alerting rules keep working.
public final class TunnelMetrics {
    private static final String SERVER = "konnectivity_network_proxy_server_";
    private static final String ROUTER = "mooring_port_router_";

    private final MetricRegistry registry = new MetricRegistry();
    private final MetricRegistry.Labelled<MetricRegistry.Counter> dialFailures =
            registry.labelled(
                    SERVER + "dial_failure_count", "Dials that failed.", "counter", "reason");
    private final MetricRegistry.Labelled<MetricRegistry.Counter> readyBackends =
            registry.labelled(
                    SERVER + "ready_backends",
                    "Agents each strategy can choose from.",
                    "gauge",
                    "proxy_strategy");
    private final MetricRegistry.Labelled<MetricRegistry.Counter> grpcConnections =
            registry.labelled(
                    SERVER + "grpc_connections", "Open gRPC streams.", "gauge", "service_method");
    private final MetricRegistry.Labelled<MetricRegistry.Counter> packets =
            registry.labelled(
                    SERVER + "stream_packets_total", "Packets received.", "counter", "packet_type");
    private final MetricRegistry.Labelled<MetricRegistry.Counter> streamErrors =
            registry.labelled(
                    SERVER + "stream_errors_total",
                    "Streams that ended with an error.",
                    "counter",
                    "segment");
    private final MetricRegistry.Labelled<MetricRegistry.Counter> routed =
            registry.labelled(
                    ROUTER + "connections_total", "Connections by target.", "counter", "target");

    final MetricRegistry.Counter readyBackendConnections =
            registry.gauge(SERVER + "ready_backend_connections", "Connected agent streams.");
    final MetricRegistry.Counter drainingAgents =
            registry.gauge("mooring_tunnel_draining_agents", "Connected agents that will go.");
    final MetricRegistry.Counter fullReceiveChannels =
            registry.gauge(
                    SERVER + "full_receive_channels", "Readers that do not keep up at present.");
    final MetricRegistry.Counter httpConnections =
            registry.gauge(SERVER + "http_connections", "Open HTTP CONNECT fronts.");
    final MetricRegistry.Counter pendingDials =
            registry.gauge(SERVER + "pending_backend_dials", "Dials not answered yet.");
    final MetricRegistry.Counter establishedConnections =
            registry.gauge(SERVER + "established_connections", "Connections through agents.");
    final MetricRegistry.Histogram dialSeconds =
            registry.histogram(SERVER + "dial_duration_seconds", "Time until a dial is answered.");
    final MetricRegistry.Histogram frontWriteSeconds =
            registry.histogram(
                    SERVER + "frontend_write_duration_seconds",
                    "Time until a front has taken what it was given, of one write at a time for"
                            + " each connection.");
    private final LeaseMetrics leases = new LeaseMetrics(registry);
    final MetricRegistry.Counter stalledReaders =
            registry.counter(
                    "mooring_tunnel_stalled_readers_total",
                    "Connections closed because their reader did not keep up.");
    final MetricRegistry.Counter retiredAgents =
            registry.counter(
                    "mooring_tunnel_retired_agents_total",
                    "Agent streams ended by this server because the agent did not respond.");
    final MetricRegistry.Counter bytesToAgents =
            registry.counter("mooring_tunnel_bytes_to_agents_total", "Payload towards agents.");
    final MetricRegistry.Counter bytesToFronts =
            registry.counter("mooring_tunnel_bytes_to_fronts_total", "Payload towards fronts.");
    final MetricRegistry.Counter refusedAgents =
            registry.counter("mooring_tunnel_refused_agents_total", "Agents not let in.");
    final MetricRegistry.Counter openRelays =
            registry.gauge(ROUTER + "open_connections", "Connections being relayed.");

    TunnelMetrics() {}

    void dialFailed(String reason) {
        dialFailures.with(reason).increment();
    }

    void readyBackends(ProxyStrategy strategy, int agents) {
        readyBackends.with(strategy.flag()).become(agents);
    }

    int readyBackends(ProxyStrategy strategy) {
        return Math.toIntExact(readyBackends.with(strategy.flag()).value());
    }

    MetricRegistry.Counter grpcConnections(String method) {
        return grpcConnections.with(method);
    }

    final MetricRegistry.Counter dataPackets = packets.with("DATA");

    void packet(Packet packet) {
        switch (packet) {
            case Packet.Data _ -> dataPackets.increment();
            case Packet.DialRequest _ -> packets.with("DIAL_REQ").increment();
            case Packet.DialResponse _ -> packets.with("DIAL_RSP").increment();
            case Packet.CloseRequest _ -> packets.with("CLOSE_REQ").increment();
            case Packet.CloseResponse _ -> packets.with("CLOSE_RSP").increment();
            case Packet.CloseDial _ -> packets.with("DIAL_CLS").increment();
            case Packet.Drain _ -> packets.with("DRAIN").increment();
            case Packet.Unknown _ -> packets.with("UNKNOWN").increment();
        }
    }

    /// Fronts that are there, whether or not their connection is.
    long openFronts() {
        return httpConnections.value() + grpcConnections.with("Proxy").value();
    }

    void streamError(String segment) {
        streamErrors.with(segment).increment();
    }

    void routed(String target) {
        routed.with(target).increment();
    }

    public LeaseMetrics leases() {
        return leases;
    }

    /// All figures in the text format of Prometheus.
    public String render() {
        return registry.render();
    }
}
