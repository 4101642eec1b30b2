package io.mooring.snapshot;

/// Takes the keys of a snapshot one after the other.
@FunctionalInterface
public interface KeyReceiver {

    /// @param seconds how long the key had to live when the snapshot was made; 0 if for ever
    void key(byte[] key, byte[] value, long seconds);
}
