/// The syncer between two real API servers under load, as `tools/bench-syncer` runs it: the load
/// and the host's nodes in one process, the syncer in another, whose processor time and heap are
/// its own. Start reading at [io.mooring.syncer.bench.SyncerBench].
@NullMarked
package io.mooring.syncer.bench;

import org.jspecify.annotations.NullMarked;
