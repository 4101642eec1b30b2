/// A container engine as the place of a control plane: one container with a volume for its data, on
/// a network of its own, by the Engine API.
///
/// The volume is there first and goes last; its labels say whose the control plane is. What the
/// server is told, secrets included, lies in the volume and is in nothing that the engine shows.
/// Knows nothing of resources or of Pulumi. Start reading at {@link
/// io.mooring.provider.resources.host.docker.DockerHost}; how the engine is spoken to is in {@link
/// io.mooring.provider.resources.host.docker.Engine}.
@NullMarked
package io.mooring.provider.resources.host.docker;

import org.jspecify.annotations.NullMarked;
