/// A container engine that is none: a server that speaks the Engine API over a Unix-domain socket,
/// holds every request to the API's published description, and keeps containers, volumes, networks
/// and images in memory. Start reading at {@link
/// io.mooring.provider.resources.host.docker.testkit.FakeEngine}.
@NullMarked
package io.mooring.provider.resources.host.docker.testkit;

import org.jspecify.annotations.NullMarked;
