package io.mooring.nodes.baremetal;

import java.time.Duration;

/// Runs a program of a machine that reads all it needs from its standard input, as root.
interface Shell {

    /// What a program printed, and how it ended.
    record Result(int status, String output, String errors) {}

    /// Safe to repeat: a connection that breaks is made anew once, and the program run again.
    ///
    /// @param program a line of a shell, which other users of the machine may see
    /// @throws MachineTrouble when it could not be run to its end
    Result run(Host host, String program, byte[] input, Duration limit);
}
