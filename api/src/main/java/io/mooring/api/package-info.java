/// The configuration of a virtual cluster: from YAML to records, and back.
///
/// Start at [io.mooring.api.ConfigLoader]: it reads YAML into a tree, moves older spellings, binds
/// the tree to [io.mooring.api.VirtualClusterConfig] (whose component names are the YAML keys and
/// whose annotations are the defaults) and runs one small rule class per concern.
/// [io.mooring.api.ConfigChange] judges the way from one revision to the next.
///
/// Nothing here touches a file, a network or a cluster.
@NullMarked
package io.mooring.api;

import org.jspecify.annotations.NullMarked;
