/// `mooring server` as `make build` leaves it, with the real upstream programs and without a node:
/// each in a network namespace of its own, on each data store, killed, restarted, starved of room,
/// and out of a snapshot. [RealServer] starts it. Clusters with nodes are in the package above.
package io.mooring.acceptance.server;
