package io.mooring.provider.resources;

import io.mooring.cloudinit.CaHash;
import io.mooring.cloudinit.Endpoint;
import io.mooring.cloudinit.JoinToken;
import io.mooring.cloudinit.NodeSettings;
import io.mooring.cloudinit.Taint;
import io.mooring.cloudinit.UserData;
import io.mooring.nodes.MachineId;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A node as its inputs want it. Prints without secrets.
///
/// @param slot its name in its inputs, which stays
/// @param name its name in its cluster: another one where it was replaced with the old one still
///   there
record NodePlan(
        ClusterConnection cluster,
        String slot,
        String name,
        Map<String, String> labels,
        List<Taint> taints,
        NodeSettings.Kubelet kubelet,
        NodeSettings.Site site,
        UserData.Format format,
        List<Path> images,
        boolean poweredOn,
        boolean awaited,
        DrainRules drain) {

    private static final CaHash ANY_HASH = new CaHash("sha256:" + "0".repeat(64));
    private static final JoinToken ANY_TOKEN = new JoinToken("abcdef.0123456789abcdef");

    /// Reads checked and known inputs.
    static NodePlan of(ObjectValue inputs) {
        return new NodePlan(
                ClusterConnection.of(inputs.requireObject("cluster")),
                inputs.requireText("name"),
                inputs.requireText("name"),
                inputs.textMap("labels"),
                taints(inputs),
                kubelet(inputs),
                site(inputs),
                format(inputs),
                inputs.texts("images").stream().map(Path::of).toList(),
                inputs.flag("poweredOn"),
                !inputs.flag("skipAwait"),
                DrainRules.of(inputs));
    }

    /// The same under another name in its cluster.
    NodePlan named(String other) {
        return new NodePlan(
                cluster, slot, other, labels, taints, kubelet, site, format, images, poweredOn,
                awaited, drain);
    }

    /// The same, waited for until it is ready.
    NodePlan thatIsAwaited() {
        return new NodePlan(
                cluster, slot, name, labels, taints, kubelet, site, format, images, poweredOn, true,
                drain);
    }

    /// The same, which pods leave as on the other.
    NodePlan drainedAs(NodePlan other) {
        return new NodePlan(
                cluster,
                slot,
                name,
                labels,
                taints,
                kubelet,
                site,
                format,
                images,
                poweredOn,
                awaited,
                other.drain);
    }

    /// What the resource is known by.
    String id() {
        return new MachineId(cluster.name(), slot).toString();
    }

    MachineId machine() {
        return new MachineId(cluster.name(), name);
    }

    NodeSettings settings(JoinToken token) {
        return NodeSettings.of(
                        Endpoint.parse(cluster.endpoint()),
                        new CaHash(cluster.caCertHash()),
                        token,
                        name)
                .withLabels(labels)
                .withTaints(taints)
                .withKubelet(kubelet)
                .withSite(site);
    }

    static List<Taint> taints(ObjectValue inputs) {
        return inputs.objects("taints").stream()
                .map(taint ->
                        new Taint(
                                taint.requireText("key"),
                                taint.text("value").orElse(""),
                                taint.requireText("effect")))
                .toList();
    }

    static NodeSettings.Kubelet kubelet(ObjectValue inputs) {
        return new NodeSettings.Kubelet(
                inputs.textMap("kubeletExtraArgs"),
                inputs.texts("preJoinCommands"),
                inputs.texts("postJoinCommands"));
    }

    static NodeSettings.Site site(ObjectValue inputs) {
        return new NodeSettings.Site(inputs.text("proxy").orElse(""), inputs.texts("trustedCas"));
    }

    /// One that is not known counts as none that is special.
    static UserData.Format format(ObjectValue inputs) {
        return inputs.text(NodeType.FORMAT)
                .flatMap(UserData.Format::named)
                .orElse(UserData.Format.CLOUD_CONFIG);
    }

    /// What is wrong with the settings that are known.
    static List<PropertyFailure> check(ObjectValue inputs) {
        List<PropertyFailure> failures = new ArrayList<>();
        if (inputs.isKnown("labels")) {
            tried("labels", failures, () -> sample().withLabels(inputs.textMap("labels")));
        }
        if (inputs.isKnown("taints")) {
            tried("taints", failures, () -> taints(inputs));
        }
        inputs.text("proxy")
                .ifPresent(proxy ->
                        tried("proxy", failures, () -> new NodeSettings.Site(proxy, List.of())));
        if (inputs.isKnown("trustedCas")) {
            tried(
                    "trustedCas",
                    failures,
                    () -> new NodeSettings.Site("", inputs.texts("trustedCas")));
        }
        failures.addAll(checkFormat(inputs));
        failures.addAll(DrainRules.check(inputs));
        return failures;
    }

    static List<PropertyFailure> checkFormat(ObjectValue inputs) {
        return checkFormat(inputs, true);
    }

    /// What is wrong where machines have cloud-init, and nothing else reads user data.
    static List<PropertyFailure> requireCloudInit(ObjectValue inputs) {
        return UserData.Format.named(inputs.text(NodeType.FORMAT).orElse("")).isEmpty()
                ? List.of()
                : checkFormat(inputs, false);
    }

    private static List<PropertyFailure> checkFormat(ObjectValue inputs, boolean ownImages) {
        return inputs
                .text(NodeType.FORMAT)
                .flatMap(it -> UserData.Format.problem(it, ownImages))
                .map(it -> new PropertyFailure(NodeType.FORMAT, it))
                .stream()
                .toList();
    }

    private static NodeSettings sample() {
        return NodeSettings.of(new Endpoint("localhost", 443), ANY_HASH, ANY_TOKEN, "node");
    }

    private static void tried(String property, List<PropertyFailure> failures, Runnable attempt) {
        try {
            attempt.run();
        } catch (IllegalArgumentException e) {
            failures.add(new PropertyFailure(property, Failures.text(e)));
        }
    }

    @Override
    public String toString() {
        return "node " + name + " of " + cluster;
    }
}
