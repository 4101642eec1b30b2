package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.solver.HostRules.Rules;
import java.util.List;

/// Units that packing need not tell apart: pods, as a rule one each.
///
/// @param offers where they are to go, `widest` where they may go if there is no place otherwise
record Demand(long[] request, Bits offers, Bits widest, Rules rules, List<int[]> units) {}
