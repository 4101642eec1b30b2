package io.mooring.ssh;

/// Why a machine cannot be reached. Each names the setting to look at.
public sealed interface SshTrouble {

    String field();

    String reason();

    /// The server has another key than the settings say.
    record UnknownHostKey(String field, String reason) implements SshTrouble {}

    /// The server lets nobody in with this key under this name.
    record RefusedKey(String field, String reason) implements SshTrouble {}

    /// @param silent whether nothing at all answered there, not even somebody who was no help
    record Unreachable(String field, String reason, boolean silent) implements SshTrouble {}
}
