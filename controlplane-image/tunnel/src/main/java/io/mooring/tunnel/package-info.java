/// The tunnel server and the router of the one exposed port.
@NullMarked
package io.mooring.tunnel;

import org.jspecify.annotations.NullMarked;
