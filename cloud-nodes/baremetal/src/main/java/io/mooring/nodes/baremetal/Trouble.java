package io.mooring.nodes.baremetal;

/// Why a machine cannot be worked on. Each names the setting to look at.
sealed interface Trouble {

    String field();

    String reason();

    /// The server has another key than the settings say.
    record UnknownHostKey(String field, String reason) implements Trouble {}

    /// The server lets nobody in with this key under this name.
    record RefusedKey(String field, String reason) implements Trouble {}

    /// @param silent whether nothing at all answered there, not even somebody who was no help
    record Unreachable(String field, String reason, boolean silent) implements Trouble {}

    /// Its board says that it is off, and nothing says whose it is.
    record SwitchedOff(String field, String reason) implements Trouble {}

    /// The user is not root and cannot become it.
    record NotRoot(String field, String reason) implements Trouble {}

    /// The machine lacks what it takes to be worked on.
    record Unfit(String field, String reason) implements Trouble {}
}
