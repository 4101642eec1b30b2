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

    /// A local cluster with one node that has the image of a control plane, to be a host of others.
    static String host(String name) {
        return cluster(name, 1)
                .replace(
                        "images: [",
                        "images: [" + Tree.cache().resolve("images/control-plane.tar") + ", ");
    }

    /// A cluster in a namespace of a host cluster, behind a node port, and a token to join it.
    ///
    /// @param config YAML of the cluster's configuration, a line a setting
    static String inHostCluster(String name, String kubeconfigFile, String config) {
        return """
        resources:
          cluster:
            type: mooring:VirtualCluster
            properties:
              name: %s
              host:
                kubernetes:
                  kubeconfig: {fn::readFile: %s}
                  namespace: tenants
              config:
                privateNodes: {enabled: true}
        %s
          token:
            type: mooring:JoinToken
            properties:
              cluster: ${cluster.connection}
              ttl: 1h
        outputs:
          kubeconfig: ${cluster.kubeconfig}
          endpoint: ${cluster.endpoint}
          token: ${token.token}
        """
                .formatted(name, kubeconfigFile, config.indent(8).stripTrailing());
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
