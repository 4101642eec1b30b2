/// What a tenant's object is called in the host cluster, and what its labels and annotations become
/// there; and back.
///
/// Nothing here knows what an object means. Start reading at [io.mooring.syncer.names.HostNames],
/// then [io.mooring.syncer.names.Marks], which says how an object in the host cluster proves whose
/// it is.
@NullMarked
package io.mooring.syncer.names;

import org.jspecify.annotations.NullMarked;
