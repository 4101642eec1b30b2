package io.mooring.bootstrap;

import java.time.Instant;

/// What a node has said last of its way in.
///
/// @param phase one word, such as `fetching`, `joined` or `failed`
public record NodeStatus(String node, String phase, String message, Instant at) {}
