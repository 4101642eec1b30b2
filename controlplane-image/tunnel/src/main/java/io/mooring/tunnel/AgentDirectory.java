package io.mooring.tunnel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The connected agents, and the choice among them. Confined to the tunnel's event loop.
///
/// Of several streams that match, one that is not draining goes before one that is, and the newest
/// before older ones: an older stream of the same agent is most likely dead without knowing it.
final class AgentDirectory {
    private final List<ProxyStrategy> strategies;
    private final RandomGenerator random;
    private final TunnelMetrics metrics;
    private final Tier serving = new Tier();
    private final Tier draining = new Tier();

    AgentDirectory(List<ProxyStrategy> strategies, RandomGenerator random, TunnelMetrics metrics) {
        this.metrics = metrics;
        this.strategies = strategies;
        this.random = random;
    }

    void add(AgentStream agent) {
        serving.add(agent);
        count();
    }

    void drains(AgentStream agent) {
        if (serving.remove(agent)) {
            draining.add(agent);
        }
    }

    void remove(AgentStream agent) {
        if (!serving.remove(agent)) {
            draining.remove(agent);
        }
        count();
    }

    private void count() {
        metrics.readyBackendConnections.become(size());
        for (var strategy : strategies) {
            metrics.readyBackends(strategy, serving.size(strategy) + draining.size(strategy));
        }
    }

    int size() {
        return serving.streams.size() + draining.streams.size();
    }

    Optional<AgentStream> choose(HostName host) {
        for (var strategy : strategies) {
            for (var tier : new Tier[] {serving, draining}) {
                var found = tier.choose(strategy, host, random);
                if (found != null) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    private static final class Tier {
        private final List<AgentStream> streams = new ArrayList<>();
        private final Group<String> byId = new Group<>();
        private final Group<String> routers = new Group<>();
        private final Group<HostName> byHost = new Group<>();

        void add(AgentStream agent) {
            streams.add(agent);
            byId.add(agent.agentId(), agent);
            agent.names().forEach(name -> byHost.add(name, agent));
            if (agent.defaultRoute()) {
                routers.add(agent.agentId(), agent);
            }
        }

        boolean remove(AgentStream agent) {
            if (!streams.remove(agent)) {
                return false;
            }
            byId.remove(agent.agentId(), agent);
            agent.names().forEach(name -> byHost.remove(name, agent));
            if (agent.defaultRoute()) {
                routers.remove(agent.agentId(), agent);
            }
            return true;
        }

        @Nullable AgentStream choose(
                ProxyStrategy strategy, HostName host, RandomGenerator random) {
            return switch (strategy) {
                case DEFAULT -> byId.any(random);
                case DEST_HOST -> byHost.newest(host);
                case DEFAULT_ROUTE -> routers.any(random);
            };
        }

        int size(ProxyStrategy strategy) {
            return switch (strategy) {
                case DEFAULT -> byId.keys.size();
                case DEST_HOST -> byHost.keys.size();
                case DEFAULT_ROUTE -> routers.keys.size();
            };
        }
    }

    /// Streams by key, newest first, with a uniform choice among the keys.
    private static final class Group<K> {
        private final Map<K, Deque<AgentStream>> members = new HashMap<>();
        private final List<K> keys = new ArrayList<>();
        private final Map<K, Integer> positions = new HashMap<>();

        void add(K key, AgentStream agent) {
            if (!members.containsKey(key)) {
                positions.put(key, keys.size());
                keys.add(key);
            }
            members.computeIfAbsent(key, _ -> new ArrayDeque<>()).addFirst(agent);
        }

        void remove(K key, AgentStream agent) {
            var streams = members.get(key);
            if (streams == null || !streams.remove(agent) || !streams.isEmpty()) {
                return;
            }
            members.remove(key);
            var position = positions.remove(key);
            var last = keys.removeLast();
            if (position != null && position < keys.size()) {
                keys.set(position, last);
                positions.put(last, position);
            }
        }

        @Nullable AgentStream newest(K key) {
            var streams = members.get(key);
            return streams == null ? null : streams.peekFirst();
        }

        @Nullable AgentStream any(RandomGenerator random) {
            return keys.isEmpty() ? null : newest(keys.get(random.nextInt(keys.size())));
        }
    }
}
