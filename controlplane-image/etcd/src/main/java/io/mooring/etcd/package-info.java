/// A client of the part of etcd's gRPC API that etcd and kine have in common and snapshots need:
/// counting and reading keys at one revision, creating keys, leases; and of the part that etcd
/// alone has and replicas need: listing, adding and removing members.
///
/// It is no general client: no watches, no deletion, no authentication but by certificate. Some
/// unary calls over the HTTP/2 that the tunnel has on board anyway take the place of a gRPC stack
/// (docs/adr/0006). Start reading at [io.mooring.etcd.EtcdClient].
@NullMarked
package io.mooring.etcd;

import org.jspecify.annotations.NullMarked;
