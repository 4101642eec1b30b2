package io.mooring.components;

import io.mooring.provider.core.Registry;
import io.mooring.provider.resources.AwsNodeType;
import io.mooring.provider.resources.AzureNodeType;
import io.mooring.provider.resources.BareMetalNodeType;
import io.mooring.provider.resources.GcpNodeType;
import io.mooring.provider.resources.MooringResources;
import io.mooring.provider.resources.NodeType;
import java.util.Map;

/// Everything the provider offers, ready to be served by a front end.
public final class MooringRegistry {

    private static final String VERSION = "0.1.0";

    private MooringRegistry() {}

    /// The registry with the environment of this process.
    public static Registry create() {
        return create(System.getenv());
    }

    /// The registry; builds types only, handlers when they are first used.
    ///
    /// @param environment says where programs are: MOORING_HOME, MOORING_BIN_DIR, MOORING_CACHE
    public static Registry create(Map<String, String> environment) {
        var info =
                new Registry.PackageInfo(
                        "mooring",
                        VERSION,
                        "Mooring",
                        "Virtual Kubernetes clusters with private nodes.",
                        MooringResources.CONFIG);
        return MooringResources.addTo(Registry.builder(info), environment)
                .component(VirtualCluster.TYPE, VirtualCluster::new)
                .component(AnyNodePool.TYPE, AnyNodePool::new)
                .component(NodePool.LOCAL, () -> new NodePool(NodeType.TYPE))
                .component(NodePool.AWS, () -> new NodePool(AwsNodeType.TYPE))
                .component(NodePool.AZURE, () -> new NodePool(AzureNodeType.TYPE))
                .component(NodePool.GCP, () -> new NodePool(GcpNodeType.TYPE))
                .component(NodePool.BARE_METAL, () -> new NodePool(BareMetalNodeType.TYPE))
                .build();
    }
}
