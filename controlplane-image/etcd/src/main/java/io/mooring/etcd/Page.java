package io.mooring.etcd;

import java.util.List;

/// Some keys in the store's order.
///
/// @param more whether there are further ones behind the last
/// @param bytes how large the answer was
record Page(List<KeyValue> keys, boolean more, int bytes) {

    Page {
        keys = List.copyOf(keys);
    }
}
