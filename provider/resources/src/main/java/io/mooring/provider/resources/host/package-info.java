/// Where a control plane runs: today as a supervised background service of this machine.
///
/// Knows nothing of resources or of Pulumi. Start reading at {@link
/// io.mooring.provider.resources.host.StandaloneLocalHost}; how processes are kept alive is in
/// {@link io.mooring.provider.resources.host.ServiceManager} and its two implementations.
@NullMarked
package io.mooring.provider.resources.host;

import org.jspecify.annotations.NullMarked;
