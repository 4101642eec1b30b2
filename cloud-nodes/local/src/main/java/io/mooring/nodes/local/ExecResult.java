package io.mooring.nodes.local;

/// How a command that ran on a machine ended; `output` holds both its streams, cut at 64 KiB.
public record ExecResult(int exitCode, String output) {}
