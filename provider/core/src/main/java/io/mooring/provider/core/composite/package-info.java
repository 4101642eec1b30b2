/// Components as single resources, for front ends whose users have no components: the life of one
/// is that of its children, which it keeps in one output of its own.
///
/// What a component is made of says its {@link io.mooring.provider.core.ComponentHandler}, the same
/// as everywhere else. Start reading at {@link io.mooring.provider.core.composite.Composite}; each
/// of its operations has the component built once, with a context that checks, plans, makes or
/// looks at what is declared.
@NullMarked
package io.mooring.provider.core.composite;

import org.jspecify.annotations.NullMarked;
