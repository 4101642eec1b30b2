/// Real peers for the tunnel's tests: certificates, the upstream agent, clients of both fronts,
/// targets.
@NullMarked
package io.mooring.tunnel.testkit;

import org.jspecify.annotations.NullMarked;
