package io.mooring.nodes.gcp;

import io.mooring.nodes.Gate;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.gcp.testkit.GceRules;
import io.mooring.nodes.gcp.testkit.GceServer;
import io.mooring.nodes.testkit.TestCloud;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A Compute Engine over the wire.
final class Gce extends TestCloud<GcpNodes> {

    final GceServer server;

    Gce() {
        this(new GceServer());
    }

    Gce(GceServer server) {
        this.server = server;
    }

    GceRules rules() {
        return server.rules();
    }

    @Override
    public GceServer wire() {
        return server;
    }

    @Override
    protected Map<String, Object> basis() {
        return Map.of(
                "project",
                GceRules.PROJECT,
                "region",
                "europe-west1",
                "endpoint",
                server.endpoint(),
                "machineTypes",
                List.of("n2-standard-4"),
                "image",
                Map.of("family", "ubuntu-2404-lts-amd64", "project", "ubuntu-os-cloud"));
    }

    @Override
    protected GcpNodes open(Owner owner, Map<String, Object> settings, Pace pace) {
        return GcpNodes.open(
                owner, new SettingsReader(settings).settings(), new Gate("Google", pace), pace);
    }

    @Override
    public List<String> there(String machine) {
        return rules().there(machine);
    }

    @Override
    public List<String> whole() {
        return List.of("instance", "disk");
    }

    @Override
    public void showAfter(int looks) {
        rules().showAfter(looks);
    }

    /// The request that made the last machine.
    JsonNode launch() {
        return server.launches().getLast().body();
    }

    /// What Google calls that machine.
    String name(String machine) {
        return new Names(OWNER, GceRules.PROJECT).machine(id(machine));
    }

    @Override
    public void close() {
        server.close();
    }
}
