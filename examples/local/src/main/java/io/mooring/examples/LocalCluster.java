package io.mooring.examples;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import io.mooring.pulumi.VirtualCluster;
import io.mooring.pulumi.VirtualClusterArgs;
import io.mooring.pulumi.inputs.HostArgs;
import io.mooring.pulumi.inputs.LocalHostArgs;
import io.mooring.pulumi.inputs.StandaloneHostArgs;
import io.mooring.pulumi.local.NodePool;
import io.mooring.pulumi.local.NodePoolArgs;
import java.util.Map;

/// A virtual cluster on this machine with one private node.
public final class LocalCluster {

    private LocalCluster() {}

    public static void main(String[] arguments) {
        // The Pulumi SDK needs two threads in the common pool; a machine with two cores gives it
        // one.
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "2");
        Pulumi.run(LocalCluster::declare);
    }

    private static void declare(Context ctx) {
        var cluster =
                new VirtualCluster(
                        "dev",
                        VirtualClusterArgs.builder()
                                .host(localMachine())
                                .config(Map.of("privateNodes", Map.of("enabled", true)))
                                .build());
        new NodePool(
                "nodes",
                NodePoolArgs.builder()
                        .cluster(cluster)
                        .replicas(ctx.config().getInteger("replicas").orElse(1))
                        .images(images())
                        .build());
        ctx.export("name", cluster.name());
        ctx.export("endpoint", cluster.endpoint());
        ctx.export("kubeconfig", cluster.kubeconfig().asSecret());
    }

    private static HostArgs localMachine() {
        var standalone =
                StandaloneHostArgs.builder().local(LocalHostArgs.builder().build()).build();
        return HostArgs.builder().standalone(standalone).build();
    }

    /// Image archives that the nodes find on their disks, so that no registry is needed.
    private static String[] images() {
        String named = System.getenv("MOORING_EXAMPLE_IMAGES");
        return named == null || named.isEmpty() ? new String[0] : named.split(":");
    }
}
