package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A local cluster with one real node as the host of control planes: the node has their image and
/// some volumes. What runs on its LAN can dial a node port, as a user of a host cluster would.
final class HostCluster {

    private static final String KINDS =
            "all,configmaps,secrets,serviceaccounts,roles,rolebindings,clusterroles,"
                    + "clusterrolebindings,resourcequotas,limitranges,networkpolicies,ingresses,poddisruptionbudgets,persistentvolumeclaims";
    private static final String VOLUME =
            """
            {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "volume-%1$d"},
             "spec": {"capacity": {"storage": "10Gi"}, "accessModes": ["ReadWriteOnce"],
                      "hostPath": {"path": "/srv/volume-%1$d"}}}
            """;

    static final Path CONTROL_PLANE_IMAGE = Tree.cache().resolve("images/control-plane.tar");
    private static final int VOLUMES = 7;

    /// What is its own there, and pods can dial.
    static final String ADDRESS_ON_LAN = "10.77.0.1";

    private final String name;
    private final Path directory;
    private final PulumiProject project;
    private final Kubectl kubectl;

    private HostCluster(String name, Path directory, PulumiProject project) {
        this.name = name;
        this.directory = directory;
        this.project = project;
        this.kubectl = Kubectl.of(directory, project.output("kubeconfig"));
    }

    /// Brings it up in a directory of its own.
    static HostCluster up(Path directory, String name) {
        return up(directory, name, Programs.host(name));
    }

    /// As [#up], with DNS, by which replicas find each other.
    static HostCluster upWithNames(Path directory, String name) {
        return up(directory, name, Programs.hostWithNames(name));
    }

    /// As [#upWithNames], with so many nodes.
    static HostCluster upWithNodes(Path directory, String name, int nodes) {
        return up(directory, name, Programs.hostWithNames(name, nodes));
    }

    /// As [#upWithNames], with the image of that other release of Kubernetes as well, which it
    /// makes.
    static HostCluster upWithRelease(Path directory, String name, String release) {
        Command.in(directory).run(Tree.tool("image"), "--kubernetes", release).succeeded();
        String images = "images: [" + Tree.cache().resolve("images");
        String more = images + "/control-plane-kubernetes-" + release + ".tar, ";
        return up(directory, name, Programs.hostWithNames(name).replace("images: [", more));
    }

    private static HostCluster up(Path directory, String name, String program) {
        var project = new PulumiProject(directory, "host");
        project.program(program);
        Command.Result up = project.up();
        if (up.exitCode() != 0) {
            project.destroy();
        }
        up.succeeded();
        var host = new HostCluster(name, directory, project);
        host.makeVolumes();
        return host;
    }

    private BareMachine node() {
        return node(firstNode());
    }

    /// What to put before a command line that runs in the network of its node, as a pod of the
    /// host's network does.
    List<String> onNode() {
        return List.of("nsenter", "--net=/run/netns/mooring-" + name + "--" + firstNode());
    }

    private String firstNode() {
        return kubectl.get("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
    }

    BareMachine node(String node) {
        return new BareMachine(directory, name, node);
    }

    /// The token of its account that the pod has as a file.
    String tokenIn(String namespace, String pod) {
        String uid =
                kubectl.get(
                        "get",
                        "pod",
                        pod,
                        "--namespace=" + namespace,
                        "-o",
                        "jsonpath={.metadata.uid}");
        String volumes = "/var/lib/kubelet/pods/" + uid + "/volumes/kubernetes.io~projected/";
        return node().run("sh", "-c", "cat " + volumes + "kube-api-access-*/token")
                .succeeded()
                .strip();
    }

    /// Whether its node has what it needs for the pod of a control plane; it is Ready before.
    boolean hasImages() {
        String images = node().run("ctr", "--namespace=k8s.io", "images", "ls", "-q").output();
        return images.contains("/pause:") && images.contains("mooring.local/control-plane:");
    }

    /// The files of its volumes whose names are like that.
    String inVolumes(String pattern) {
        return node().run("find", "/srv", "-name", pattern).succeeded();
    }

    private void makeVolumes() {
        BareMachine machine = node();
        for (int i = 0; i < VOLUMES; i++) {
            machine.run("install", "-d", "-m", "0777", "/srv/volume-" + i).succeeded();
            kubectl.get("apply", "-f", file("volume-" + i + ".json", VOLUME.formatted(i)));
        }
    }

    /// Copies what is in that directory into one of each node.
    void giveToNodes(Path from, String place) {
        kubectl.get("get", "nodes", "-o", "jsonpath={.items[*].metadata.name}")
                .lines()
                .flatMap(names -> Stream.of(names.split(" ")))
                .forEach(node -> node(node).give(from, place));
    }

    /// Applies these objects.
    void apply(String name, String yaml) {
        kubectl.get("apply", "-f", file(name, yaml));
    }

    private String file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text).toString();
        } catch (IOException e) {
            throw new AssertionError("writing " + name, e);
        }
    }

    String name() {
        return name;
    }

    Kubectl kubectl() {
        return kubectl;
    }

    /// A kubeconfig that holds on its LAN.
    String kubeconfigOnLan() {
        try {
            String text = Files.readString(kubectl.kubeconfig());
            return file(
                    "lan.conf",
                    text.replaceAll("https://127\\.0\\.0\\.1:\\d+", "https://10.76.0.2:8443"));
        } catch (IOException e) {
            throw new AssertionError("reading the kubeconfig of " + name, e);
        }
    }

    /// A command line that runs on its LAN; with nothing of it, what to put before one.
    List<String> onLan(String... command) {
        List<String> all = new ArrayList<>(List.of("nsenter"));
        all.add("--net=/run/netns/mooring-" + name + "-lan");
        all.addAll(List.of(command));
        return List.copyOf(all);
    }

    Command.Result runOnLan(String... command) {
        return Command.in(directory).run(onLan(command));
    }

    /// Powers a machine on its LAN on that has the demo image, and these.
    BareMachine powerOn(String machine, String userData, Path... more) {
        List<Path> images = new ArrayList<>(List.of(more));
        images.add(Tree.cache().resolve("images/demo.tar"));
        return BareMachine.powerOn(directory, name, machine, userData, images.toArray(Path[]::new));
    }

    /// Every object that a control plane could leave, and the namespaces.
    String objects() {
        return objects(kubectl);
    }

    /// As [#objects()], of any cluster. Its own tokens come and go.
    static String objects(Kubectl cluster) {
        String names = cluster.get("get", KINDS + ",namespaces", "-A", "-o", "name");
        return names.lines()
                .filter(name -> !name.startsWith("secret/bootstrap-token-"))
                .sorted()
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /// Removes it; fails if anything is left on this machine.
    void down() {
        project.destroy();
        assertThat(Footprint.of(name)).isEmpty();
    }
}
