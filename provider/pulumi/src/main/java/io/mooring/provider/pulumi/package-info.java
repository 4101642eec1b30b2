/// The Pulumi front end.
@NullMarked
package io.mooring.provider.pulumi;

import org.jspecify.annotations.NullMarked;
