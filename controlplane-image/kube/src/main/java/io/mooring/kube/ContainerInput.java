package io.mooring.kube;

import java.io.IOException;
import java.io.OutputStream;

/// What a container reads that waits for its input.
@FunctionalInterface
public interface ContainerInput {

    /// Writes all of it on, once; blocks while the container is slower.
    ///
    /// @throws IOException if it cannot be had, or the container takes no more
    void writeTo(OutputStream container) throws IOException;
}
