package io.mooring.nodes;

import java.nio.file.Path;
import java.util.List;

/// What to make.
///
/// @param images archives to lay into the machine's /var/lib/mooring/images before it starts, where
///   the provider can
/// @param choices what it may be, the most wanted first: each is tried when those before it are not
///   to be had; none where the provider's settings decide alone
public record MachineRequest(
        MachineId id, SecretText userData, List<Path> images, List<Choice> choices) {

    public MachineRequest {
        images = List.copyOf(images);
        choices = List.copyOf(choices);
    }

    /// One that may be whatever the settings of its provider name, in their order.
    public MachineRequest(MachineId id, SecretText userData, List<Path> images) {
        this(id, userData, images, List.of());
    }
}
