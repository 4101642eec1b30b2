/// The kubelets of the nodes that a tenant sees: what kube-apiserver asks of one about a pod (logs,
/// exec, attach, port-forward) is asked of the host's API about the pod's copy, and the answer
/// passed on byte for byte, whatever protocol the two ends speak on it. What is asked about a whole
/// node is put to [io.mooring.syncer.kubelet.NodeAnswers].
///
/// Nothing here knows what is synced, or who may dial: [io.mooring.syncer.kubelet.Pods] and
/// [io.mooring.syncer.kubelet.Gate] say it. Start reading at
/// [io.mooring.syncer.kubelet.KubeletDoors], then at [io.mooring.syncer.kubelet.Door], which hears
/// kube-apiserver for others too.
@NullMarked
package io.mooring.syncer.kubelet;

import org.jspecify.annotations.NullMarked;
