package io.mooring.acceptance;

/// The YAML programs of the acceptance tests.
final class Programs {

    private Programs() {}

    static String cluster(String name, int replicas) {
        return cluster(name, replicas, "");
    }

    /// One cluster with one pool; `config` is YAML of the cluster's configuration, a line a
    /// setting.
    static String cluster(String name, int replicas, String config) {
        return """
        resources:
          cluster:
            type: mooring:VirtualCluster
            properties:
              name: %s
              host: {standalone: {local: {}}}
              config:
                privateNodes: {enabled: true}
        %s
          nodes:
            type: mooring:local:NodePool
            properties:
              cluster: ${cluster.connection}
              replicas: %d
              images: [%s]
        outputs:
          kubeconfig: ${cluster.kubeconfig}
        """
                .formatted(
                        name,
                        config.indent(8).stripTrailing(),
                        replicas,
                        Tree.cache().resolve("images/demo.tar"));
    }

    /// A cluster without nodes, and a token for whoever wants to join it.
    static String clusterWithToken(String name) {
        return """
        resources:
          cluster:
            type: mooring:VirtualCluster
            properties:
              name: %s
              host: {standalone: {local: {}}}
              config:
                privateNodes: {enabled: true}
          token:
            type: mooring:JoinToken
            properties:
              cluster: ${cluster.connection}
              ttl: 1h
        outputs:
          kubeconfig: ${cluster.kubeconfig}
          endpoint: ${cluster.connection.endpoint}
          caCertHash: ${cluster.caCertHash}
          token: ${token.token}
          joinCommand: ${token.joinCommand}
        """
                .formatted(name);
    }
}
