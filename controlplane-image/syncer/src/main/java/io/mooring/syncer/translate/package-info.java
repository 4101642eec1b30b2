/// What a tenant's object becomes in the host cluster, and what of the host's object its tenant is
/// told: one pure function each way per kind.
///
/// Fields that nobody here knows survive. Nothing here calls an API: what else has to be known
/// comes in as a [io.mooring.syncer.translate.TenantView]. The specification is the tables under
/// `src/test/resources/io/mooring/syncer/translate`; start reading there, then at
/// [io.mooring.syncer.translate.Translator].
@NullMarked
package io.mooring.syncer.translate;

import org.jspecify.annotations.NullMarked;
