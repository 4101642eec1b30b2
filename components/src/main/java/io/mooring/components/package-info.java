/// Components: resources that are made of other resources, for Pulumi programs in any language.
///
/// Declares children only; what these do is in {@code io.mooring.provider.resources}. Start reading
/// at {@link io.mooring.components.MooringRegistry}.
@NullMarked
package io.mooring.components;

import org.jspecify.annotations.NullMarked;
