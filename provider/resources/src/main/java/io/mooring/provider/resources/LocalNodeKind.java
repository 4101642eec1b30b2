package io.mooring.provider.resources;

import io.mooring.nodes.local.NamespaceMachines;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Nodes on this machine.
final class LocalNodeKind implements NodeKind {

    private final NamespaceMachines machines;
    private final Installation installation;

    LocalNodeKind(NamespaceMachines machines, Installation installation) {
        this.machines = machines;
        this.installation = installation;
    }

    @Override
    public ResourceType type() {
        return NodeType.TYPE;
    }

    @Override
    public Duration usual() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<PropertyFailure> check(ObjectValue inputs) {
        List<PropertyFailure> failures = new ArrayList<>(NodePlan.requireCloudInit(inputs));
        List<String> images = inputs.texts("images");
        for (int i = 0; i < images.size(); i++) {
            if (!images.get(i).startsWith("/")) {
                failures.add(
                        new PropertyFailure(
                                "images[" + i + "]",
                                "\"%s\" is no absolute path of an image archive"
                                        .formatted(images.get(i))));
            }
        }
        return failures;
    }

    @Override
    public void requireUsable() {
        try {
            installation.requireForNodes();
        } catch (HostFailure e) {
            throw Failures.nothingMade("making a node on this machine", e);
        }
    }

    @Override
    public NodeMachines machines(ObjectValue inputs) {
        return new NodeMachines(machines, new Joining(machines), "", 1);
    }
}
