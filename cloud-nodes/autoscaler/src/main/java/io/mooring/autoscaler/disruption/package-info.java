/// Which nodes need not be: empty ones, drifted ones, those whose pods can live for less elsewhere.
///
/// Whatever goes by choice goes through budgets, and where it needs replacements only once these
/// are there. Start reading at [Disruption], then [Commands].
@NullMarked
package io.mooring.autoscaler.disruption;

import org.jspecify.annotations.NullMarked;
