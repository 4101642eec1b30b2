/// Where a control plane runs. {@link io.mooring.provider.resources.host.ControlPlaneHost} is what
/// every place can do; here is that of this machine, as a supervised background service.
///
/// Knows nothing of resources or of Pulumi. Start reading at {@link
/// io.mooring.provider.resources.host.StandaloneLocalHost}; how processes are kept alive is in
/// {@link io.mooring.provider.resources.host.ServiceManager} and its two implementations.
@NullMarked
package io.mooring.provider.resources.host;

import org.jspecify.annotations.NullMarked;
