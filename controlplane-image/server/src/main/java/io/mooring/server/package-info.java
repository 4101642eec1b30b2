/// A control plane as one JVM: it starts, heals and stops the upstream processes and runs
/// everything else itself.
///
/// Not for: what a single part does (that is in kube, pki, tunnel, bootstrap). Start reading at
/// [ControlPlane], which wires all parts, then [ChildProcess], which keeps one upstream process
/// alive.
@NullMarked
package io.mooring.server;

import org.jspecify.annotations.NullMarked;
