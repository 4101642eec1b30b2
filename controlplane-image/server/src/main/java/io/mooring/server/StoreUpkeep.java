package io.mooring.server;

import io.mooring.etcd.EtcdClient;
import io.mooring.etcd.EtcdEndpoint;
import io.mooring.etcd.EtcdFailure;
import io.mooring.etcd.StoreRoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives back what an embedded etcd does not use of its files. kube-apiserver has old revisions
/// removed every five minutes, which frees room in the file and leaves it as large as it ever was;
/// a member writes it anew when it is told to, and answers nobody meanwhile. So it is told only
/// where that is worth it, one member after the other, and the one that leads last.
final class StoreUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(StoreUpkeep.class);
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration CONNECTION_LIMIT = Duration.ofSeconds(5);

    /// A disk of no great speed writes two gigabytes, which is as large as they become, in less.
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(5);

    private static final long LEAST_UNUSED_BYTES = 64L << 20;

    private final List<EtcdEndpoint> members;
    private final long leastUnusedBytes;

    private record Seen(EtcdEndpoint member, StoreRoom room) {}

    /// @param leastUnusedBytes so much must be unused of a file, and half of it
    StoreUpkeep(List<EtcdEndpoint> members, long leastUnusedBytes) {
        this.members = List.copyOf(members);
        this.leastUnusedBytes = leastUnusedBytes;
    }

    /// @return empty where the store is not one that this control plane runs, or not etcd
    static Optional<AutoCloseable> start(
            ControlPlaneSettings settings, ServerOptions options, DataDirectory data) {
        return switch (settings.config().controlPlane().backingStore().kind()) {
            case EMBEDDED_ETCD -> {
                var upkeep = new StoreUpkeep(members(settings, options, data), LEAST_UNUSED_BYTES);
                yield Optional.of(Periodic.start("store upkeep", INTERVAL, upkeep::turn));
            }
            case EMBEDDED_DATABASE, EXTERNAL_DATABASE, EXTERNAL_ETCD, DEPLOYED_ETCD ->
                    Optional.empty();
        };
    }

    private static List<EtcdEndpoint> members(
            ControlPlaneSettings settings, ServerOptions options, DataDirectory data) {
        return options.replicas()
                .map(replicas ->
                        replicas.members().stream()
                                .map(member -> EtcdMember.endpoint(member, data))
                                .toList())
                .orElseGet(
                        () -> List.of(DataStore.of(settings, data, options.binDir()).endpoint()));
    }

    /// Does nothing while one of them does not answer: two that are away would be too many.
    void turn() {
        var worthIt = new ArrayList<Seen>();
        for (EtcdEndpoint member : members) {
            Optional<Seen> seen = look(member);
            if (seen.isEmpty()) {
                return;
            }
            seen.filter(this::isWorthIt).ifPresent(worthIt::add);
        }
        worthIt.sort(Comparator.comparing(seen -> seen.room().leads()));
        for (Seen seen : worthIt) {
            if (Thread.currentThread().isInterrupted() || !defragment(seen)) {
                return;
            }
        }
    }

    private boolean isWorthIt(Seen seen) {
        long unused = seen.room().unusedBytes();
        return unused >= leastUnusedBytes && unused >= seen.room().fileBytes() / 2;
    }

    private static Optional<Seen> look(EtcdEndpoint member) {
        try (EtcdClient client = connect(member)) {
            return Optional.of(new Seen(member, client.room()));
        } catch (EtcdFailure e) {
            LOG.warn("the room of a member of the data store: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean defragment(Seen seen) {
        long started = System.nanoTime();
        try (EtcdClient client = connect(seen.member())) {
            client.defragment();
            LOG.info(
                    "store={} bytes_before={} bytes={} ms={} defragmented",
                    name(seen.member()),
                    seen.room().fileBytes(),
                    client.room().fileBytes(),
                    Duration.ofNanos(System.nanoTime() - started).toMillis());
            return true;
        } catch (EtcdFailure e) {
            LOG.warn(
                    "defragmenting {} failed, again in {}: {}",
                    name(seen.member()),
                    INTERVAL,
                    e.getMessage());
            return false;
        }
    }

    private static EtcdClient connect(EtcdEndpoint member) {
        return EtcdClient.connect(member, CONNECTION_LIMIT, ANSWER_LIMIT);
    }

    private static String name(EtcdEndpoint member) {
        return switch (member) {
            case EtcdEndpoint.Socket(var path) -> path.toString();
            case EtcdEndpoint.Plain(var host, var port) -> host + ":" + port;
            case EtcdEndpoint.Encrypted encrypted -> encrypted.host() + ":" + encrypted.port();
        };
    }
}
