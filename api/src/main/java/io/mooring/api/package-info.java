/// Configuration of a virtual cluster as records.
@NullMarked
package io.mooring.api;

import org.jspecify.annotations.NullMarked;
