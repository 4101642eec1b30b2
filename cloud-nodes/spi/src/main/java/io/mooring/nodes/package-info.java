/// What a node provider is: machines made, read, listed and removed, with typed outcomes that
/// callers decide on; how one is found and loaded; and the collector of what belongs to nobody.
///
/// Not for: joining (user data comes in ready) and Kubernetes objects. Start reading at
/// [NodeProvider].
@NullMarked
package io.mooring.nodes;

import org.jspecify.annotations.NullMarked;
