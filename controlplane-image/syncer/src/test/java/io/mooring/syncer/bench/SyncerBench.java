package io.mooring.syncer.bench;

import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// Pods made at once in a tenant, with a syncer to a host whose nodes are fake and whose API is
/// real: how long they take to the host, and their status back to the tenant. Then config maps for
/// all of them, restarts, and the end of it all. The tenant's API keeps its data in SQLite by kine
/// and yields to the syncer, as ours do; the host's is on etcd, as most are.
///
/// Arguments: numbers of pods, as `1000,5000`, then the program `java` and its flags for the
/// syncer.
public final class SyncerBench {
    private static final String CONTROLLERS =
            "serviceaccount-controller,serviceaccount-token-controller,"
                    + "root-ca-certificate-publisher-controller,namespace-controller";

    // every tenant has one
    private static final ObjectRef DNS =
            ObjectRef.of(ResourceKind.SERVICE, "kube-system", "kube-dns");

    private SyncerBench() {}

    public static void main(String[] arguments) throws Exception {
        var counts = Arrays.stream(arguments[0].split(",", -1)).map(Integer::valueOf).toList();
        var java = List.of(arguments).subList(1, arguments.length);
        try (var tenantPlane = RealControlPlane.startYielding(CONTROLLERS);
                var hostPlane = RealControlPlane.startOnEtcd(CONTROLLERS);
                var tenant = tenantPlane.client();
                var host = hostPlane.client()) {
            prepare(tenant, Load.SPACE);
            create(tenant, DNS, Map.of("spec", Map.of("ports", List.of(Map.of("port", 53)))));
            prepare(host, SyncerAlone.NAMES.hostNamespace());
            prepare(host, "alone");
            create(host, own("vc-workload"));
            for (int i = 0; i < FakeNodes.NODES; i++) {
                create(host, ObjectRef.cluster(ResourceKind.NODE, FakeNodes.name(i)));
            }
            var program =
                    new SyncerProgram(
                            java,
                            tenantPlane.kubeconfig("server.conf"),
                            hostPlane.kubeconfig("server.conf"));
            Load.alone(host, "alone", counts.getFirst());
            for (int count : counts) {
                try (var nodes = new FakeNodes(host);
                        var load = new Load(tenant, host, nodes, count)) {
                    run(program, load, new Servers(tenant, host));
                }
            }
        }
        System.exit(0);
    }

    private static void run(SyncerProgram program, Load load, Servers servers) throws Exception {
        try (var syncer = program.start()) {
            syncer.awaitInSync();
            servers.counting(load::podsAtOnce);
            usage("after that", syncer);
            load.configMaps();
            usage("with %d objects of the tenant".formatted(load.objects()), syncer);
        }
        for (int i = 0; i < 2; i++) {
            servers.counting(() -> restart(program, load));
        }
        try (var syncer = program.start()) {
            syncer.awaitInSync();
            load.removeAll();
        }
    }

    private static void restart(SyncerProgram program, Load load) throws Exception {
        try (var syncer = program.start()) {
            System.out.printf(
                    "restart with %d objects: in sync after %.1f s%n",
                    load.objects(), syncer.awaitInSync() / 1000.0);
            usage("after that", syncer);
        }
    }

    private static void usage(String when, SyncerProcess syncer) throws Exception {
        System.out.printf(
                "  syncer %s: %.1f s of processor time since its start, heap %.0f MB%n",
                when, syncer.cpuSeconds(), syncer.heapKb() / 1024.0);
    }

    /// What the syncer lies between.
    private record Servers(KubeClient tenant, KubeClient host) {
        interface Step {
            void run() throws Exception;
        }

        void counting(Step step) throws Exception {
            var tenants = ApiCalls.of(tenant);
            var hosts = ApiCalls.of(host);
            step.run();
            ApiCalls.of(tenant).printSince(tenants, "tenant");
            ApiCalls.of(host).printSince(hosts, "host");
        }
    }

    /// How the syncer is started.
    private record SyncerProgram(List<String> java, Path tenant, Path host) {
        SyncerProcess start() throws java.io.IOException {
            return SyncerProcess.start(java, tenant, host);
        }
    }

    private static void prepare(KubeClient side, String namespace) {
        create(side, ObjectRef.cluster(ResourceKind.NAMESPACE, namespace));
        var account = ObjectRef.of(ResourceKind.SERVICE_ACCOUNT, namespace, "default");
        Awaitility.await().until(() -> side.find(account).isPresent());
    }

    private static ObjectRef own(String account) {
        var namespace = SyncerAlone.NAMES.hostNamespace();
        return ObjectRef.of(ResourceKind.SERVICE_ACCOUNT, namespace, account);
    }

    private static void create(KubeClient side, ObjectRef ref) {
        create(side, ref, Map.of());
    }

    private static void create(KubeClient side, ObjectRef ref, Map<String, Object> content) {
        side.create(ref.kind(), KubeObject.of(ref, content));
    }
}
