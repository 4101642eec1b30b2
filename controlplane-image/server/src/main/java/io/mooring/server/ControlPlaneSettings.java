package io.mooring.server;

import io.mooring.api.CidrBlock;
import io.mooring.api.ConfigLoader;
import io.mooring.api.KubernetesVersion;
import io.mooring.api.LoadedConfig;
import io.mooring.api.Release;
import io.mooring.api.SyncedKinds;
import io.mooring.api.VirtualClusterConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the configuration means for this server: addresses, names and ranges, worked out once.
///
/// @param serviceCidr empty only with shared nodes, until [HostPlace] has found out the host's
record ControlPlaneSettings(
        VirtualClusterConfig config,
        String clusterName,
        String exposedEndpoint,
        String advertiseAddress,
        List<String> furtherNames,
        InetSocketAddress listenAddress,
        String serviceCidr) {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneSettings.class);

    static ControlPlaneSettings read(ServerOptions options) {
        LoadedConfig loaded;
        try {
            loaded = ConfigLoader.load(Files.readString(options.config()));
        } catch (IOException e) {
            throw new ServerException(
                    "reading the configuration " + options.config() + ": " + e, e);
        }
        loaded.warnings().forEach(warning -> LOG.warn("config={} {}", options.config(), warning));
        VirtualClusterConfig config = loaded.config();
        KubernetesVersion.problem(config)
                .ifPresent(problem -> {
                    throw new ServerException(
                            "reading the configuration " + options.config() + ": " + problem);
                });
        var proxy = config.controlPlane().proxy();
        String advertise = advertiseAddress(options, config);
        String endpoint = endpoint(options, config);
        return new ControlPlaneSettings(
                config,
                options.name().orElseGet(() -> nameOf(options)),
                endpoint.isEmpty() ? advertise + ":" + proxy.port() : endpoint,
                advertise,
                options.certificateNames(),
                new InetSocketAddress(proxy.bindAddress(), proxy.port()),
                config.networking().serviceCIDR());
    }

    ControlPlaneSettings with(String serviceRange) {
        return new ControlPlaneSettings(
                config,
                clusterName,
                exposedEndpoint,
                advertiseAddress,
                furtherNames,
                listenAddress,
                serviceRange);
    }

    /// Whether pods run on the nodes of a host cluster, by way of the syncer.
    boolean sharesNodes() {
        return !config.nodeMode().hasPrivateNodes();
    }

    /// Whether it places pods itself; else the host does.
    boolean schedules() {
        return !sharesNodes() || SyncedKinds.schedules(config);
    }

    /// Whether it runs the cluster's DNS itself; else pods do.
    boolean runsDns() {
        return sharesNodes() && config.controlPlane().coredns().isInControlPlane();
    }

    /// Whether this server is one of several.
    boolean isReplicated() {
        return config.controlPlane().statefulSet().highAvailability().replicas() > 1;
    }

    LeaseTiming leaseTiming() {
        return LeaseTiming.of(config.controlPlane().statefulSet().highAvailability());
    }

    /// The upstream programs it runs, as they are named in the directory of all.
    List<String> programs() {
        var programs =
                new ArrayList<>(
                        DataStore.program(config.controlPlane().backingStore()).stream().toList());
        programs.addAll(
                Stream.of("kube-apiserver", "kube-controller-manager", "kube-scheduler")
                        .filter(name -> schedules() || !name.equals("kube-scheduler"))
                        .map(name -> kubernetes(Path.of("")).resolve(name).toString())
                        .toList());
        if (runsDns()) {
            programs.add(EmbeddedDns.PROGRAM);
        }
        return programs;
    }

    /// The release of Kubernetes it runs.
    Release release() {
        return KubernetesVersion.wanted(config).orElseThrow();
    }

    /// Where the programs of that release are.
    Path kubernetes(Path binDir) {
        return KubernetesVersion.programs(binDir, release());
    }

    String serviceIp() {
        return range().addressAt(1);
    }

    String clusterDns() {
        return range().addressAt(10);
    }

    String clusterDomain() {
        return config.networking().advanced().clusterDomain();
    }

    Set<String> certificateNames() {
        var names = new LinkedHashSet<String>(config.controlPlane().proxy().extraSANs());
        names.addAll(furtherNames);
        names.add(advertiseAddress);
        names.add("127.0.0.1");
        return names;
    }

    int exposedPort() {
        return Integer.parseInt(exposedEndpoint.substring(exposedEndpoint.lastIndexOf(':') + 1));
    }

    String exposedHost() {
        return exposedEndpoint.substring(0, exposedEndpoint.lastIndexOf(':'));
    }

    /// The address pods reach the API by: the exposed one where that is an address, else the
    /// machine's own.
    String podReachableAddress() {
        return exposedHost().matches("[0-9.]+|\\[.*]") ? exposedHost() : advertiseAddress;
    }

    private CidrBlock range() {
        return new CidrBlock(serviceCidr);
    }

    private static String advertiseAddress(ServerOptions options, VirtualClusterConfig config) {
        if (options.advertiseAddress().isPresent()) {
            return options.advertiseAddress().get();
        }
        String configured = config.controlPlane().standalone().advertiseAddress();
        if (!configured.isEmpty()) {
            return configured;
        }
        String endpoint = endpoint(options, config);
        String host = endpoint.isEmpty() ? "" : endpoint.substring(0, endpoint.lastIndexOf(':'));
        return host.matches("[0-9.]+") ? host : MachineAddress.find();
    }

    private static String endpoint(ServerOptions options, VirtualClusterConfig config) {
        String configured = config.controlPlane().endpoint();
        return configured.isEmpty() ? options.endpoint().orElse("") : configured;
    }

    private static String nameOf(ServerOptions options) {
        return options.dataDir().toAbsolutePath().normalize().getFileName().toString();
    }
}
