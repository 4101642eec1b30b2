/// The resource core: what resources, components and functions are ([ResourceType],
/// [ComponentType], [FunctionType]), what they do ([ResourceHandler], [ComponentHandler],
/// [FunctionHandler]) and the values they exchange ([Value]).
///
/// It knows of no engine: a front end translates its protocol to these types. Start reading at
/// [Registry].
@NullMarked
package io.mooring.provider.core;

import org.jspecify.annotations.NullMarked;
