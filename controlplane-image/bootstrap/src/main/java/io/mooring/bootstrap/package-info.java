/// How a node gets in.
@NullMarked
package io.mooring.bootstrap;

import org.jspecify.annotations.NullMarked;
