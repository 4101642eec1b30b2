/// Keys and certificates of a control plane: authorities, leaves, service-account keys,
/// kubeconfigs, as files.
///
/// It does not decide who may have a certificate (`io.mooring.bootstrap` does, for nodes) and does
/// not sign at run time (the controller manager does). Bouncy Castle is seen here only. Start
/// reading at [io.mooring.pki.ClusterPki].
@NullMarked
package io.mooring.pki;

import org.jspecify.annotations.NullMarked;
