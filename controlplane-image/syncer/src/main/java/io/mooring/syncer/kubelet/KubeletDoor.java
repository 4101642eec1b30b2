package io.mooring.syncer.kubelet;

/// What answers in the place of the kubelets of all nodes.
public final class KubeletDoor {
    /// Where kube-apiserver finds the kubelet of every node: itself is beside it.
    public static final String HOST = "localhost";

    public static final int PORT = 10250;

    private KubeletDoor() {}

    public static Door.Service service(Pods pods) {
        return (request, in, out) -> new Exchange(in, out, pods).answer(request);
    }
}
