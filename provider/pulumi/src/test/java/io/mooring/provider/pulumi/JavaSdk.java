package io.mooring.provider.pulumi;

import java.util.Map;
import java.util.TreeMap;

/// What the Java SDK has besides what Pulumi generates: wherever a `cluster` is asked for, a
/// `VirtualCluster` may be given as it is. Pulumi's generator has no way from the output type of
/// its `connection` to the input type of the same name.
final class JavaSdk {
    private static final String GIVEN_AS_INPUT =
            """
                    public Builder cluster(ClusterConnectionArgs cluster) {
                        return cluster(Output.of(cluster));
                    }
            """;
    private static final String GIVEN_AS_RESOURCE =
            """

                    /**
                     * @param cluster The cluster, of which the output `connection` is taken.
                     *\s
                     * @return builder
                     *\s
                     */
                    public Builder cluster(io.mooring.pulumi.VirtualCluster cluster) {
                        return cluster(cluster.connection().applyValue(connection -> connection
                            .map(it -> ClusterConnectionArgs.builder()
                                .name(it.name())
                                .endpoint(it.endpoint())
                                .caCertHash(it.caCertHash())
                                .kubeconfig(it.kubeconfig())
                                .build())
                            .orElseThrow(() -> new IllegalStateException(
                                "the cluster has no connection yet: it was made with skipAwait; run pulumi refresh once it answers"))));
                    }
            """;

    private JavaSdk() {}

    static Map<String, String> completed(Map<String, String> generated) {
        var completed = new TreeMap<>(generated);
        completed.replaceAll(
                (_, text) -> text.replace(GIVEN_AS_INPUT, GIVEN_AS_INPUT + GIVEN_AS_RESOURCE));
        return completed;
    }
}
