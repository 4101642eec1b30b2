package io.mooring.nodes;

import java.time.Instant;

/// A provider will take a machine away.
///
/// @param deadline when, at the earliest; as soon as it may be where the provider does not say
/// @param why in the provider's words
public record Notice(MachineId machine, Instant deadline, String why) {}
