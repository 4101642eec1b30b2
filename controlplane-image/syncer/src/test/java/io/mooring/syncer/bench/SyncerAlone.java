package io.mooring.syncer.bench;

import io.mooring.kube.KubeClient;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.engine.RunningSyncer;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.Feature;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.Translators;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// A syncer and nothing else: a program for a process of its own. Prints `in sync MILLIS` when it is
/// for the first time, and answers each line of its input with `heap KB`; ends with its input.
///
///     SyncerAlone TENANT_KUBECONFIG HOST_KUBECONFIG
final class SyncerAlone {
    static final HostNames NAMES = new HostNames("vc", "host-ns");

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private SyncerAlone() {}

    public static void main(String[] arguments) throws Exception {
        try (var tenant = client(arguments[0]);
                var host = client(arguments[1])) {
            long start = System.nanoTime();
            try (var syncer =
                    RunningSyncer.start(settings(), tenant, host, clock(), Optional.empty())) {
                Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> syncer.problem().isEmpty() && syncer.isIdle());
                System.out.println("in sync " + (System.nanoTime() - start) / 1_000_000);
                var input = new InputStreamReader(System.in, StandardCharsets.UTF_8);
                new BufferedReader(input).lines().forEach(_ -> reportHeap());
            }
        }
    }

    private static InstantSource clock() {
        return InstantSource.system();
    }

    private static KubeClient client(String kubeconfig) throws Exception {
        return KubeClient.fromKubeconfig(Files.readString(Path.of(kubeconfig)));
    }

    private static void reportHeap() {
        System.gc();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        System.out.println("heap " + heap.getUsed() / 1024);
    }

    /// As those of a cluster that says nothing of the matter.
    private static Settings settings() {
        return new Settings(
                NAMES,
                Map.of(),
                "cluster.local",
                new Settings.ApiAddress("10.96.0.99", 443),
                "vc-workload",
                Set.of(Feature.EVENTS_FROM_HOST),
                Translators.KINDS.stream()
                        .filter(ResourceKind::namespaced)
                        .filter(kind -> !kind.equals(ResourceKind.SERVICE_ACCOUNT))
                        .filter(kind -> !kind.apiVersion().startsWith("networking"))
                        .filter(kind -> !kind.apiVersion().startsWith("policy"))
                        .filter(kind -> !kind.apiVersion().startsWith("resource"))
                        .collect(Collectors.toSet()),
                FromHost.nothing(),
                Settings.PodSettings.defaults());
    }
}
