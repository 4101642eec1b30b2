/// Keys and certificates of a control plane.
@NullMarked
package io.mooring.pki;

import org.jspecify.annotations.NullMarked;
