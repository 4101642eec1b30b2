/// The Konnectivity-compatible tunnel server and the router of the one exposed port.
///
/// [TunnelServer] joins two legs: agents, which dial out and offer one HTTP/2 stream each, and
/// fronts, which are kube-apiserver's dials (HTTP CONNECT or gRPC on a Unix socket). [PortRouter]
/// shares one port between kube-apiserver, the join endpoint and the agents. All state of the
/// tunnel is confined to one event loop, so nothing in here locks. Start reading at [AgentStream]
/// and [Tunnel].
@NullMarked
package io.mooring.tunnel;

import org.jspecify.annotations.NullMarked;
