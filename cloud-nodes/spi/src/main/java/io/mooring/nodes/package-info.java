/// What a node provider is: machines made, read, listed and removed, with typed outcomes that
/// callers decide on.
///
/// Not for: joining (user data comes in ready) and Kubernetes objects. Start reading at
/// [NodeProvider].
@NullMarked
package io.mooring.nodes;

import org.jspecify.annotations.NullMarked;
