package io.mooring.server;

import io.mooring.etcd.EtcdClient;
import io.mooring.etcd.EtcdFailure;
import io.mooring.snapshot.SnapshotInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has several replicas begin together with one snapshot. How far they have come is in the shared
/// Secret, so that no kube-apiserver starts on half of it whoever dies meanwhile:
///
///     (nothing)  --no keys there yet, a snapshot is named-->           begun
///     begun      --all have its keys, their store is formed and empty--> loading
///     loading    --the first of them has made all keys in the store-->  done
///
/// Which snapshot that is stands beside it from the beginning, so that what has begun with one never
/// goes on with another. Where there are keys without a word of it, the cluster is an older one, and
/// nothing is restored.
final class SharedRestore implements AutoCloseable {

    static final String KEY = "snapshot-restore";
    static final String SNAPSHOT = "snapshot-restore-of";

    private static final String AUTHORITY = "ca.key";

    private static final Logger LOG = LoggerFactory.getLogger(SharedRestore.class);
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final String BEGUN = "begun";
    private static final String LOADING = "loading";
    private static final String DONE = "done";

    private final Replicas replicas;
    private final SharedSecret secret;
    private final DataDirectory data;
    private final Optional<FirstSnapshot> wanted;
    private final Clock clock;
    private Optional<FirstSnapshot.Fetched> fetched = Optional.empty();

    SharedRestore(
            Replicas replicas,
            SharedSecret secret,
            DataDirectory data,
            Optional<FirstSnapshot> wanted,
            Clock clock) {
        this.replicas = replicas;
        this.secret = secret;
        this.data = data;
        this.wanted = wanted;
        this.clock = clock;
    }

    /// Before keys are exchanged: gives this replica those of the snapshot, if all begin with one.
    /// A replica that has keys has nothing to ask anybody.
    void takeKeys(Duration limit) {
        boolean hasKeys = Files.exists(data.pki().resolve(AUTHORITY));
        if (hasKeys && !Files.exists(mark()) || !isUnfinished(state(limit, this::phase))) {
            return;
        }
        FirstSnapshot first =
                wanted.orElseThrow(() ->
                        new ServerException(
                                "starting a replica: its control plane began with a snapshot that"
                                        + " is not all in the data store yet; name it again in"
                                        + " snapshots.restore.url"));
        fetched = Optional.of(first.fetch(data, clock));
        if (!isUnfinished(state(limit, content -> begun(content, first)))) {
            close();
            return;
        }
        try {
            Files.writeString(mark(), first.url() + "\n");
            ClusterFiles.complete(fetched.get().snapshot().files(), data);
        } catch (IOException e) {
            throw new ServerException("writing the keys of " + first.url() + ": " + e, e);
        }
    }

    /// Once the store is formed: returns when all of the snapshot is in it.
    void load(Supplier<EtcdClient> stores, Supplier<String> fatal) {
        if (fetched.isEmpty()) {
            return;
        }
        if (isFirst()) {
            loadAll(stores, fetched.get());
        } else {
            Await.until(
                    "the first replica to restore the snapshot",
                    LIMIT,
                    POLL,
                    () ->
                            asked(content ->
                                    DONE.equals(content.texts().get(KEY)) ? "" : "it is not done"),
                    fatal);
        }
        try {
            Files.deleteIfExists(mark());
        } catch (IOException e) {
            throw new ServerException("removing " + mark() + ": " + e, e);
        }
        close();
    }

    private void loadAll(Supplier<EtcdClient> stores, FirstSnapshot.Fetched first) {
        try (EtcdClient client = stores.get()) {
            boolean isResumed = state(LIMIT, this::phase).equals(LOADING);
            if (!isResumed) {
                SnapshotRestoration.requireEmpty(client);
                advance(LOADING);
            }
            try (var loader = new KeyLoader(client, isResumed)) {
                first.snapshot().keys(loader);
                loader.finish();
            }
            advance(DONE);
            LOG.info("snapshot={} restored", first.file().info());
        } catch (EtcdFailure e) {
            throw new ServerException(
                    "restoring the snapshot: " + e.getMessage() + "; the next start goes on", e);
        }
    }

    private boolean isFirst() {
        return replicas.members().getFirst().name().equals(replicas.own());
    }

    /// What the Secret says by this reading of it, which gives nothing while it has to be read
    /// again.
    private String state(Duration limit, Function<SharedSecret.Content, Optional<String>> reading) {
        var said = new AtomicReference<>("");
        Await.until(
                "the Secret " + secret.name() + " to say whether a snapshot is restored",
                limit,
                POLL,
                () ->
                        asked(content -> {
                            Optional<String> state = reading.apply(content);
                            state.ifPresent(said::set);
                            return state.isPresent() ? "" : "it is being changed";
                        }),
                () -> "");
        return said.get();
    }

    /// How far it has come; begun where it is about to be.
    private Optional<String> phase(SharedSecret.Content content) {
        String none = isNew(content) && wanted.isPresent() ? BEGUN : "";
        return Optional.of(content.texts().getOrDefault(KEY, none));
    }

    /// Has it begun with what was fetched if this replica is the first to come.
    ///
    /// @throws ServerException if it began with another snapshot
    private Optional<String> begun(SharedSecret.Content content, FirstSnapshot first) {
        String own = identity(fetched.orElseThrow().file().info());
        if (isNew(content)) {
            return secret.add(content, Map.of(KEY, BEGUN, SNAPSHOT, own))
                    ? Optional.of(BEGUN)
                    : Optional.empty();
        }
        String there = content.texts().getOrDefault(KEY, "");
        String theirs = content.texts().getOrDefault(SNAPSHOT, "one of an unknown cluster");
        if (isUnfinished(there) && !theirs.equals(own)) {
            throw new ServerException(
                    "starting a replica: its control plane began with another snapshot (%s) than %s (%s), and that is not all in the data store yet; name that one again in snapshots.restore.url, or delete the control plane with its volumes and make it anew with this one"
                            .formatted(theirs, first.url(), own));
        }
        return Optional.of(there);
    }

    private static boolean isNew(SharedSecret.Content content) {
        return !content.texts().containsKey(KEY) && !content.texts().containsKey(AUTHORITY);
    }

    /// The same wherever it is stored, and of no other snapshot.
    private static String identity(SnapshotInfo info) {
        return "cluster %s, revision %d, %d keys, made %s"
                .formatted(info.cluster(), info.revision(), info.keys(), info.created());
    }

    private void advance(String state) {
        Await.until(
                "the Secret " + secret.name() + " to take that the snapshot is " + state,
                LIMIT,
                POLL,
                () ->
                        asked(content ->
                                secret.add(content, Map.of(KEY, state))
                                        ? ""
                                        : "it is being changed"),
                () -> "");
    }

    /// @return what is still wrong
    private String asked(Function<SharedSecret.Content, String> question) {
        try {
            return question.apply(secret.read());
        } catch (SharedSecret.Unreachable e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static boolean isUnfinished(String state) {
        return state.equals(BEGUN) || state.equals(LOADING);
    }

    /// There as long as this replica must not serve what the store holds.
    private Path mark() {
        return data.file("restoring-first");
    }

    @Override
    public void close() {
        fetched.ifPresent(FirstSnapshot.Fetched::close);
        fetched = Optional.empty();
    }
}
