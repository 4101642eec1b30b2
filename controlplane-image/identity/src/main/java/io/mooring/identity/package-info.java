/// Which machine somebody is, by what its cloud has signed: EC2's instance identity document,
/// Azure's attested document, Google's identity token.
///
/// It checks signature, freshness and contents, and calls no cloud's API; the one thing it fetches
/// is Google's public keys. Whom a document lets in is `io.mooring.bootstrap`'s. Start reading at
/// [io.mooring.identity.MachineIdentities].
@NullMarked
package io.mooring.identity;

import org.jspecify.annotations.NullMarked;
