package io.mooring.etcd;

import java.io.IOException;

/// Takes keys one after the other.
@FunctionalInterface
public interface KeySink {

    void accept(KeyValue key) throws IOException;
}
