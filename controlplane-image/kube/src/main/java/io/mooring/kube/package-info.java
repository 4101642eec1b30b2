/// The one adapter to the Kubernetes API.
@NullMarked
package io.mooring.kube;

import org.jspecify.annotations.NullMarked;
