package io.mooring.syncer.kubelet;

/// What answers in the place of a node's kubelet.
public final class KubeletDoor {

    private KubeletDoor() {}

    /// @param node which is asked
    public static Door.Service service(String node, Pods pods, NodeAnswers answers) {
        return (request, in, out) -> new Exchange(in, out, pods, node, answers).answer(request);
    }
}
