/// The resources.
@NullMarked
package io.mooring.provider.resources;

import org.jspecify.annotations.NullMarked;
