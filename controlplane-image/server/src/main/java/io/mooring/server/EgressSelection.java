package io.mooring.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file that has kube-apiserver reach kubelets, webhooks and pods through the tunnel's socket.
final class EgressSelection {

    private EgressSelection() {}

    static void write(Path file, Path tunnelSocket) {
        String document =
                """
                apiVersion: apiserver.k8s.io/v1beta1
                kind: EgressSelectorConfiguration
                egressSelections:
                  - name: cluster
                    connection:
                      proxyProtocol: HTTPConnect
                      transport:
                        uds:
                          udsName: %s
                """
                        .formatted(tunnelSocket);
        try {
            Files.writeString(file, document);
        } catch (IOException e) {
            throw new ServerException("writing " + file + ": " + e, e);
        }
    }
}
