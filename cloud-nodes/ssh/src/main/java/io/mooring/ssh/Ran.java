package io.mooring.ssh;

/// What a program printed, of each at most 256 KiB, and how it ended.
public record Ran(int status, String output, String errors) {}
