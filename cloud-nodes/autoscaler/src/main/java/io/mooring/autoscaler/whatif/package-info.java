/// Asks the solver about a cluster: what to buy for the pods that have no place, and what if some
/// of its nodes were not there.
///
/// Decides nothing and changes nothing. Start reading at [WhatIf].
@NullMarked
package io.mooring.autoscaler.whatif;

import org.jspecify.annotations.NullMarked;
