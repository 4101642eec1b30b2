package io.mooring.autoscaler.testkit;

import io.mooring.autoscaler.model.Workload;
import io.mooring.autoscaler.solver.Solution;
import io.mooring.autoscaler.solver.Solver;
import io.mooring.autoscaler.workload.WorkloadReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/// A small cloud, and pods for it in the short form of the tests: JSON with single quotes.
///
/// Type `small` has 2 CPU and 4 GiB for 0.10 in zone a, 0.11 in b and c; `large` has 8 CPU and 16
/// GiB for 0.40; `spot` is as large and costs 0.15 in a, as spot only.
public final class Cloud {

    private static final String TYPES =
            """
            {'name': 'small', 'capacity': {'cpu': '2', 'memory': '4Gi', 'pods': '20'},
             'allocatable': {'cpu': '2', 'memory': '4Gi', 'pods': '20'},
             'labels': {'kubernetes.io/arch': ['amd64'], 'size': ['2']},
             'offerings': [{'zone': 'a', 'capacityType': 'on-demand', 'price': 0.10},
                           {'zone': 'b', 'capacityType': 'on-demand', 'price': 0.11},
                           {'zone': 'c', 'capacityType': 'on-demand', 'price': 0.11}]},
            {'name': 'large', 'capacity': {'cpu': '8', 'memory': '16Gi', 'pods': '20'},
             'allocatable': {'cpu': '8', 'memory': '16Gi', 'pods': '20'},
             'labels': {'kubernetes.io/arch': ['amd64'], 'size': ['8']},
             'offerings': [{'zone': 'a', 'capacityType': 'on-demand', 'price': 0.40},
                           {'zone': 'b', 'capacityType': 'on-demand', 'price': 0.40}]},
            {'name': 'spot', 'capacity': {'cpu': '8', 'memory': '16Gi', 'pods': '20'},
             'allocatable': {'cpu': '8', 'memory': '16Gi', 'pods': '20'},
             'labels': {'kubernetes.io/arch': ['arm64'], 'size': ['8']},
             'offerings': [{'zone': 'a', 'capacityType': 'spot', 'price': 0.15}]}
            """;

    private Cloud() {}

    public static Workload workload(String pools, String pods, String more) {
        return workload("", pools, pods, more);
    }

    /// @param types besides those of this cloud
    public static Workload workload(String types, String pools, String pods, String more) {
        String json =
                ("{'format': 'node-workload/v1', 'name': 't', 'instanceTypes': ["
                                + TYPES
                                + (types.isEmpty() ? "" : ", " + types)
                                + "], 'nodePools': ["
                                + pools
                                + "], "
                                + pods
                                + more
                                + "}")
                        .replace('\'', '"');
        return WorkloadReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    /// So many pods that ask for so much CPU and have these fields besides.
    public static Solution solve(int pods, String cpu, String fields) {
        return solve("{'name': 'p'}", pods, cpu, fields, "");
    }

    public static Solution solve(String pools, int pods, String cpu, String fields, String more) {
        return Solver.solve(workload(pools, pods(pods, cpu, fields), more));
    }

    public static String pods(int pods, String cpu, String fields) {
        return "'podTemplates': [{'labels': {'app': 'x'}, 'requests': {'cpu': '%s', 'memory': '64Mi'}"
                        .formatted(cpu)
                + (fields.isEmpty() ? "" : ", " + fields)
                + "}], 'pods': "
                + java.util.Collections.nCopies(pods, 0);
    }
}
