/// What keeps both sides equal: it sees objects change in the tenant's API and in the host's, and
/// brings over what differs.
///
/// Every decision is made of what both sides have now, never of what happened ([Plan], a pure
/// function), so it does not matter which events were lost or came twice. It is known by its marks
/// which host objects are ours; nothing is kept elsewhere, so a crash at any moment loses nothing.
/// Start reading at [io.mooring.syncer.engine.Syncer].
@NullMarked
package io.mooring.syncer.engine;

import org.jspecify.annotations.NullMarked;
