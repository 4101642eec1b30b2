/// Namespace machines: real systemd machines in Linux namespaces of this host, and the network they
/// stand in.
///
/// One machine is an overlay over the machine root (tools/rootfs), booted by the scripts `power-on`
/// and `init-namespaces` with the same user data that a machine in a cloud gets. Not for: what runs
/// on the machine. Start reading at [NamespaceMachines] and [LocalNetwork].
@NullMarked
package io.mooring.nodes.local;

import org.jspecify.annotations.NullMarked;
