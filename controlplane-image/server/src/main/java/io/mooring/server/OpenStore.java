package io.mooring.server;

import io.mooring.etcd.EtcdClient;
import io.mooring.etcd.EtcdFailure;

/// A data store to read from or write to, whether the server of its cluster runs or not. Closing
/// ends what was started for it.
final class OpenStore implements AutoCloseable {

    private final Closing closing = new Closing();
    private final EtcdClient client;

    private OpenStore(DataStore store, boolean startIt, Closing held) {
        closing.add("held", held);
        try {
            if (startIt) {
                store.process()
                        .ifPresent(spec ->
                                closing.add(spec.name(), StoreProcess.start(spec, store.socket())));
            }
            client = closing.add("store connection", EtcdClient.connect(store.endpoint()));
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /// The store of a data directory that somebody may hold: the one that runs, or one that is
    /// started, if nobody does.
    ///
    /// @param directory what [DataStore#of] was given, looked at only
    /// @param isWhole whether what is in that directory is all of the store, not one of its members
    static OpenStore inUse(DataStore store, DataDirectory directory, boolean isWhole) {
        var held = new Closing();
        if (store.process().isEmpty() || answers(store)) {
            return new OpenStore(store, false, held);
        }
        if (!isWhole) {
            throw new ServerException(
                    "its member of the data store does not answer, and is nothing without the"
                            + " others; make the snapshot where a replica of this control plane runs");
        }
        try {
            held.add("data directory", DataDirectory.open(directory.file("")));
        } catch (ServerException e) {
            throw new ServerException(
                    "its data store does not answer, and cannot be started: " + e.getMessage(), e);
        }
        return new OpenStore(store, true, held);
    }

    /// The store of a data directory that the caller holds.
    static OpenStore started(DataStore store) {
        return new OpenStore(store, true, new Closing());
    }

    EtcdClient client() {
        return client;
    }

    private static boolean answers(DataStore store) {
        try (EtcdClient probe = EtcdClient.connect(store.endpoint())) {
            return probe.count().keys() >= 0;
        } catch (EtcdFailure e) {
            if (e.kind() == EtcdFailure.Kind.UNREACHABLE) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
