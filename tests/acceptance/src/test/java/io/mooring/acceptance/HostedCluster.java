package io.mooring.acceptance;

import java.nio.file.Path;
import java.util.List;

/// A virtual cluster in the namespace `tenants` of another cluster, by a program of its own.
/// Whoever made it destroys it.
final class HostedCluster {

    private final PulumiProject project;
    private final Kubectl kubectl;

    private HostedCluster(PulumiProject project, Kubectl kubectl) {
        this.project = project;
        this.kubectl = kubectl;
    }

    /// Makes it, in a directory of its own.
    ///
    /// @param front what to put before command lines that reach the cluster around it, and it
    /// @param program with an output `kubeconfig`
    static HostedCluster up(Path directory, List<String> front, String program) {
        var project = new PulumiProject(directory, "hosted", front);
        project.program(program);
        Command.Result up = project.up();
        if (up.exitCode() != 0) {
            project.destroy();
        }
        up.succeeded();
        Path kubeconfig = Kubectl.of(directory, project.output("kubeconfig")).kubeconfig();
        return new HostedCluster(project, new Kubectl(kubeconfig, front, List.of()));
    }

    /// A program of a cluster that is as this says, a line a setting, and nothing in it.
    static String program(String name, String kubeconfigFile, String config) {
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
        %s
        outputs:
          kubeconfig: ${cluster.kubeconfig}
        """
                .formatted(name, kubeconfigFile, config.indent(8).stripTrailing());
    }

    Kubectl kubectl() {
        return kubectl;
    }

    String kubeconfigFile() {
        return kubectl.kubeconfig().toString();
    }

    String output(String name) {
        return project.output(name);
    }

    void upIsNotNeeded() {
        project.upIsNotNeeded();
    }

    void destroy() {
        project.destroy().succeeded();
    }
}
