/// A Compute Engine over the wire, which checks what it is asked and takes its time to do it.
@NullMarked
package io.mooring.nodes.gcp.testkit;

import org.jspecify.annotations.NullMarked;
