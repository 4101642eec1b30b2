/// Component resources.
@NullMarked
package io.mooring.components;

import org.jspecify.annotations.NullMarked;
