package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.pki.ClusterPki;
import io.mooring.pki.InspectionSeal;
import io.mooring.pki.PkiSpec;
import io.mooring.pki.RotationReport;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificates of a control plane: issued at its start, issued anew before they end, and then
/// taken into use without a restart of the whole.
final class Certificates {

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final ControlPlaneSettings settings;
    private final DataDirectory data;
    private final Clock clock;
    private final PkiSpec spec;
    private final InspectionSeal seal;

    /// @param storeNames of this replica's member of the data store, if that has several
    Certificates(
            ControlPlaneSettings settings,
            DataDirectory data,
            Set<String> storeNames,
            Clock clock) {
        this.settings = settings;
        this.data = data;
        this.clock = clock;
        this.spec = spec(settings).withStore(storeNames).withDns(settings.runsDns());
        this.seal =
                new InspectionSeal(
                        data.run("pki-inspected"),
                        List.of(data.pki(), data.kubeconfigs()),
                        spec,
                        clock);
    }

    /// Issues what is missing, ends soon or has to say something else than it does.
    RotationReport issue() {
        if (seal.holds()) {
            return new RotationReport(Set.of(), Set.of());
        }
        RotationReport report = ClusterPki.ensure(data.pki(), data.kubeconfigs(), spec, clock);
        seal.set();
        return report;
    }

    private static PkiSpec spec(ControlPlaneSettings settings) {
        return new PkiSpec(
                settings.clusterName(),
                settings.certificateNames(),
                settings.exposedEndpoint(),
                ControlPlane.API_SERVER.getAddress().getHostAddress()
                        + ":"
                        + ControlPlane.API_SERVER.getPort(),
                settings.serviceIp(),
                settings.clusterDomain());
    }

    /// Issues, and has whatever uses a file that changed load it again.
    ///
    /// @param clients of this process itself
    void rotate(Children children, FrontDoor frontDoor, List<KubeClient> clients) {
        RotationReport report = issue();
        if (report.isEmpty()) {
            return;
        }
        LOG.info("cluster={} certificates reissued={}", settings.clusterName(), report.reissued());
        if (report.touched("server.conf")) {
            clients.forEach(client -> client.renew(serverKubeconfig()));
        }
        children.restartUsersOf(report);
        if (report.touched("join", "tunnel")) {
            frontDoor.reopen();
        }
    }

    /// Whether a kubeconfig that another replica may have issued serves as well as this one's own.
    boolean isAdministrators(String kubeconfig) {
        return ClusterPki.isAdministrators(kubeconfig, data.pki(), spec, clock);
    }

    /// What this process itself talks to kube-apiserver with.
    String serverKubeconfig() {
        return DataDirectory.read(data.kubeconfigs().resolve("server.conf"));
    }
}
