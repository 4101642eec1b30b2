/// Namespace machines on this host.
@NullMarked
package io.mooring.nodes.local;

import org.jspecify.annotations.NullMarked;
