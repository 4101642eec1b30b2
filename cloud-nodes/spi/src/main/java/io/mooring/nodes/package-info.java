/// What a node provider is.
@NullMarked
package io.mooring.nodes;

import org.jspecify.annotations.NullMarked;
