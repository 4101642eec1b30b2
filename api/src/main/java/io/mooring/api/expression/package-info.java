/// Expressions of patches: the part of JavaScript that says one value in terms of others. There are
/// no statements, no loops and nothing to reach but what is given, so that each comes to an end and
/// the same values give the same result. Start reading at [io.mooring.api.expression.Expression].
@NullMarked
package io.mooring.api.expression;

import org.jspecify.annotations.NullMarked;
