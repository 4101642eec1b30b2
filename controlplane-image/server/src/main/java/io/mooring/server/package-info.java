/// The supervisor of a control plane.
@NullMarked
package io.mooring.server;

import org.jspecify.annotations.NullMarked;
