package io.mooring.ssh;

import java.security.KeyPair;

/// Where an SSH server is, how it proves itself and how we do. Prints without the key.
///
/// @param fields the settings to blame
public record Login(
        String address, int port, String user, HostKey hostKey, KeyPair key, Fields fields) {

    /// Where the settings name each part: some are given once for all machines.
    public record Fields(String address, String user, String hostKey, String key) {}

    public String place() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    @Override
    public String toString() {
        return user + "@" + place();
    }
}
