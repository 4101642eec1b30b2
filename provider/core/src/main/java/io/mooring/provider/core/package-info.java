/// The resource core.
@NullMarked
package io.mooring.provider.core;

import org.jspecify.annotations.NullMarked;
