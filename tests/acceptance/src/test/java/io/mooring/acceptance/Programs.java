package io.mooring.acceptance;

import java.nio.file.Path;

/// The YAML programs of the acceptance tests.
final class Programs {

    /// For a cluster in which nobody asks for a name: its DNS would wait for an image for ever.
    private static final String NAMELESS = "controlPlane: {coredns: {enabled: false}}";

    /// What [#snapshotOf] encrypts with.
    static final String PASSPHRASE = "correct horse battery";

    private static final Path DNS_IMAGE = Tree.cache().resolve("images/coredns.tar");

    private Programs() {}

    /// As [#cluster(String, int, String)], without DNS.
    static String cluster(String name, int replicas) {
        return cluster(name, replicas, NAMELESS);
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

    /// With DNS, and nodes that have its image.
    static String clusterWithNames(String name, int replicas) {
        return cluster(name, replicas, "").replace("images: [", "images: [" + DNS_IMAGE + ", ");
    }

    /// As [#clusterWithNames(String, int)], with a pool whose nodes come for the pods that ask for
    /// it by name, and go with them.
    static String clusterThatGrows(String name, int replicas) {
        return clusterWithNames(name, replicas)
                .replace(
                        "privateNodes: {enabled: true}",
                        """
                        privateNodes:
                                  enabled: true
                                  autoNodes:
                                    - provider: local
                                      properties: {images: %s}
                                      dynamic:
                                        - name: burst
                                          limits: {nodes: 1}
                                          taints: [{key: burst, effect: NoSchedule}]
                                          nodeLabels: {tier: batch}
                                          disruption: {consolidateAfter: 1s}
                        """
                                .formatted(Tree.cache().resolve("images/demo.tar"))
                                .stripTrailing());
    }

    /// A local cluster with one node that has the images of a control plane and of a cluster's DNS,
    /// to be a host of others.
    static String host(String name) {
        return ofHost(cluster(name, 1).replace("images: [", "images: [" + DNS_IMAGE + ", "));
    }

    /// As [#host], with DNS.
    static String hostWithNames(String name) {
        return hostWithNames(name, 1);
    }

    /// As [#hostWithNames(String)], with so many nodes.
    static String hostWithNames(String name, int nodes) {
        return ofHost(clusterWithNames(name, nodes));
    }

    private static String ofHost(String program) {
        return program.replace("images: [", "images: [" + HostCluster.CONTROL_PLANE_IMAGE + ", ");
    }

    /// A cluster in a namespace of a host cluster, a token to join it, and the user data of a
    /// machine that does.
    ///
    /// @param config YAML of the cluster's configuration, a line a setting
    static String inHostCluster(String name, String kubeconfigFile, String config) {
        String joined = "privateNodes: {enabled: true}\n" + config;
        String token =
                """
                  token:
                    type: mooring:JoinToken
                    properties:
                      cluster: ${cluster.connection}
                      ttl: 1h
                variables:
                  machine:
                    fn::invoke:
                      function: mooring:getUserData
                      arguments:
                        cluster: ${cluster.connection}
                        token: ${token.token}
                        nodeName: guest
                outputs:
                  endpoint: ${cluster.endpoint}
                  token: ${token.token}
                  userData: ${machine.userData}
                """;
        return HostedCluster.program(name, kubeconfigFile, joined).replace("outputs:\n", token);
    }

    /// A snapshot of a cluster that is in a namespace of a host cluster, into a directory.
    static String snapshotOf(String name, String kubeconfigFile, Path directory) {
        return """
        resources:
          backup:
            type: mooring:Snapshot
            properties:
              clusterName: %s
              host:
                kubernetes:
                  kubeconfig: {fn::readFile: %s}
                  namespace: tenants
              url: %s
              passphrase: %s
        outputs:
          location: ${backup.location}
          digest: ${backup.digest}
        """
                .formatted(name, kubeconfigFile, directory, PASSPHRASE);
    }

    /// A snapshot of a cluster that is in a namespace of a host cluster, into a repository, and
    /// another one there that begins with it.
    ///
    /// @param config YAML of that one's configuration, a line a setting
    /// @param login who logs in at the registry, in braces
    static String copyInHostCluster(
            String name, String kubeconfigFile, String config, String repository, String login) {
        return snapshotOf(name, kubeconfigFile, Path.of("/PLACE"))
                .replace("/PLACE", repository + "\n      login: " + login)
                .replace(
                        "outputs:\n",
                        """
                          copy:
                            type: mooring:VirtualCluster
                            properties:
                              name: copy
                              host:
                                kubernetes:
                                  kubeconfig: {fn::readFile: %s}
                                  namespace: tenants
                              config:
                                privateNodes: {enabled: true}
                        %s
                        outputs:
                          kubeconfig: ${copy.kubeconfig}
                          endpoint: ${copy.endpoint}
                        """
                                .formatted(kubeconfigFile, config.indent(8).stripTrailing()));
    }

    /// A cluster in a namespace of a host cluster, on whose nodes its pods run, and its DNS too
    /// unless that is embedded.
    static String onSharedNodes(String name, String kubeconfigFile, boolean embedded) {
        return """
        resources:
          cluster:
            type: mooring:VirtualCluster
            properties:
              name: %s
              host:
                kubernetes:
                  kubeconfig: {fn::readFile: %s}
                  namespace: shared
              config:
                controlPlane:
                  coredns: {embedded: %s}
                  service: {spec: {type: NodePort}}
                  statefulSet: {persistence: {volumeClaim: {retentionPolicy: Delete}}}
                policies: {limitRange: {enabled: true}, resourceQuota: {quota: {services.nodeports: 2}}}
                integrations: {metricsServer: {enabled: true}}
                networking:
                  resolveDNS:
                  - {hostname: db.example.org, target: {hostname: db-0.db.work.svc.cluster.local}}
                  replicateServices:
                    fromHost: [{from: kube-public/greeter, to: outer/greeter}]
                    toHost: [{from: work/web, to: front}]
                sync:
                  toHost:
                    ingresses: {enabled: true}
                    pods:
                      rewriteHosts:
                        initContainer: {image: {repository: mooring.local/demo, tag: "1"}}
        outputs:
          kubeconfig: ${cluster.kubeconfig}
        """
                .formatted(name, kubeconfigFile, embedded);
    }

    /// A control plane in a host cluster that was imported, and what the functions tell of it.
    static String lookingAt(String name, Path config) {
        return """
        resources:
          cluster:
            type: mooring:ControlPlane
            properties:
              name: %1$s
              host: {kubernetes: {namespace: tenants}}
              configYaml: {fn::readFile: %2$s}
        variables:
          found:
            fn::invoke:
              function: mooring:getVirtualCluster
              arguments: {name: %1$s, host: {kubernetes: {namespace: tenants}}}
          access:
            fn::invoke:
              function: mooring:getKubeconfig
              arguments: {name: %1$s, host: {kubernetes: {namespace: tenants}}}
        outputs:
          endpoint: ${found.endpoint}
          kubeconfig: ${access.kubeconfig}
        """
                .formatted(name, config);
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
                %s
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
                .formatted(name, NAMELESS);
    }

    /// A cluster without nodes, and the user data of a machine that joins it.
    ///
    /// @param command that the machine runs before
    static String clusterWithUserData(String name, String node, String command) {
        String machine =
                """
                variables:
                  machine:
                    fn::invoke:
                      function: mooring:getUserData
                      arguments:
                        cluster: ${cluster.connection}
                        token: ${token.token}
                        nodeName: %s
                outputs:
                  userData: ${machine.userData}
                """
                        .formatted(node);
        return clusterWithToken(name)
                .replace("outputs:\n", machine)
                .replace(
                        "privateNodes: {enabled: true}",
                        "privateNodes: {enabled: true, joinNode: {preJoinCommands: [\"%s\"]}}"
                                .formatted(command));
    }
}
