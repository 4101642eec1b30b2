package io.mooring.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mooring.api.Release;
import io.mooring.etcd.EtcdClient;
import io.mooring.etcd.KeyValue;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which releases of Kubernetes have run on a data store: a key for each replica in the store
/// itself, so that it is wherever the data are, in a snapshot too. Its value is the release, or,
/// while an upgrade has not come to its end, the one before and the one after it.
final class ReleaseRecord {

    /// Where whoever may keep Kubernetes' data may write.
    private static final String PREFIX = "/registry/mooring.io/kubernetes/";

    /// What ran on data that are older than this record.
    private static final Release BEFORE = new Release(34, 4);

    private final EtcdClient store;
    private final String replica;
    private final Set<String> members;

    /// @param members all replicas that there are, this one too
    ReleaseRecord(EtcdClient store, String replica, Set<String> members) {
        this.store = store;
        this.replica = replica;
        this.members = Set.copyOf(members);
    }

    /// The latest that may have written there, if any has.
    static Optional<Release> latest(EtcdClient store) {
        return ran(store, "").values().stream().map(Upgrade.Ran::to).max(Comparator.naturalOrder());
    }

    /// Says in the store that this release is about to run on it, if it may.
    Upgrade begin(Release wanted) {
        Map<String, Upgrade.Ran> known = ran(store, replica);
        Upgrade upgrade = Upgrade.judge(replica, wanted, Upgrade.among(members, replica, known));
        switch (upgrade) {
            case Upgrade.New(Release to) -> write(to.toString());
            case Upgrade.Unchanged(Release to) -> write(to.toString());
            case Upgrade.Begun(Release from, Release to) -> write(from + " " + to);
            case Upgrade.Resumed(Release from, Release to) -> write(from + " " + to);
            case Upgrade.Refused _ -> {}
        }
        return upgrade;
    }

    /// Says that this release has come through.
    void finish(Release release) {
        write(release.toString());
    }

    /// @param first whom data from before the record are put down to
    private static Map<String, Upgrade.Ran> ran(EtcdClient store, String first) {
        var known = new LinkedHashMap<String, Upgrade.Ran>();
        store.under(PREFIX).forEach(key -> known.put(name(key), parse(key)));
        if (known.isEmpty() && store.count().keys() > DataStore.KEYS_WHEN_EMPTY) {
            known.put(first, Upgrade.Ran.through(BEFORE));
        }
        return known;
    }

    private static String name(KeyValue key) {
        return key.toString().substring(PREFIX.length());
    }

    private static Upgrade.Ran parse(KeyValue key) {
        String[] parts = text(key).split(" ", 2);
        return Release.parse(parts[0])
                .flatMap(from ->
                        Release.parse(parts[parts.length - 1]).map(to -> new Upgrade.Ran(from, to)))
                .orElseThrow(() ->
                        new ServerException(
                                "reading which Kubernetes has run on the data store: its key %s says \"%s\", which this version does not understand; start the version of mooring that wrote it"
                                        .formatted(key, text(key))));
    }

    private static String text(KeyValue key) {
        return new String(key.value(), UTF_8);
    }

    /// Nobody else writes this replica's key.
    private void write(String text) {
        Optional<KeyValue> own =
                store.under(PREFIX).stream().filter(key -> name(key).equals(replica)).findFirst();
        if (own.map(ReleaseRecord::text).equals(Optional.of(text))) {
            return;
        }
        long revision = own.map(KeyValue::revision).orElse(0L);
        if (!store.put(PREFIX + replica, text.getBytes(UTF_8), revision)) {
            throw new ServerException(
                    "writing the key %s of the data store: somebody else has written it; is there another server of this name?"
                            .formatted(PREFIX + replica));
        }
    }
}
