/// User data of a node.
@NullMarked
package io.mooring.cloudinit;

import org.jspecify.annotations.NullMarked;
