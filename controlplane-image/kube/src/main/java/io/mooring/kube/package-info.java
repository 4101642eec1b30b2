/// The one adapter to the Kubernetes API: objects go in and come out as plain maps.
///
/// It is not a controller framework and holds no typed models: what a field means is known by its
/// caller. fabric8 reads kubeconfigs and speaks TLS and HTTP; nobody outside this package sees it.
/// Start reading at [io.mooring.kube.KubeClient].
@NullMarked
package io.mooring.kube;

import org.jspecify.annotations.NullMarked;
