package io.mooring.nodes;

import java.nio.file.Path;
import java.util.List;

/// What to make. `images` are archives to lay into the machine's /var/lib/mooring/images before it
/// starts, where the provider can.
public record MachineRequest(MachineId id, SecretText userData, List<Path> images) {

    public MachineRequest {
        images = List.copyOf(images);
    }
}
