package io.mooring.life;

import io.mooring.nodes.gcp.testkit.GceServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/// A Compute Engine over the wire, which powers a machine on for each that comes to run.
final class GcpMachines extends CloudMachines {

    private final GceServer gce = new GceServer();

    GcpMachines(String cluster, Path machineRoot) {
        super(cluster, machineRoot);
        gce.rules().onStart(it -> boot(it.name(), it.name(), base64(it.userData())));
        gce.rules().onEnd(this::end);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    String settings() {
        return """
        machine:
          project: my-project-1
          region: europe-west1
          endpoint: '%s'
          machineTypes: [n2-standard-4]
          image: {family: ubuntu-2404-lts-amd64, project: ubuntu-os-cloud}
        """
                .formatted(gce.endpoint());
    }

    @Override
    String providerIds() {
        return "gce://my-project-1/europe-west1-";
    }

    @Override
    int launches() {
        return gce.launches().size();
    }

    @Override
    void takeBack(String machine, String providerId) {
        gce.rules().preempt(machine);
    }

    @Override
    public void close() {
        super.close();
        gce.close();
    }
}
