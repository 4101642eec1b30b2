package io.mooring.cli;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "node",
        description = "The nodes of a virtual cluster.",
        mixinStandardHelpOptions = true,
        subcommands = {NodeCommand.ListNodes.class, JoinScriptCommand.class, OrphansCommand.class})
final class NodeCommand {

    @Command(name = "list", description = "The nodes there are.", mixinStandardHelpOptions = true)
    static final class ListNodes implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Output output = new Output();
        @Mixin private ClusterOption cluster = new ClusterOption();

        @Override
        public Integer call() {
            try (KubeClient kube = cluster.connect()) {
                output.printRows(
                        spec.commandLine().getOut(),
                        List.of("name", "ready", "address", "version", "created"),
                        kube.list(ResourceKind.NODE, ListQuery.all()).items().stream()
                                .map(ListNodes::row)
                                .toList());
            }
            return 0;
        }

        private static Map<String, Object> row(KubeObject node) {
            var row = new LinkedHashMap<String, Object>();
            row.put("name", node.name());
            row.put("ready", entry(node, "conditions", "Ready", "status"));
            row.put("address", entry(node, "addresses", "InternalIP", "address"));
            row.put("version", node.text("status", "nodeInfo", "kubeletVersion").orElse(""));
            row.put("created", node.text("metadata", "creationTimestamp").orElse(""));
            return row;
        }

        private static String entry(KubeObject node, String list, String type, String field) {
            return node.maps("status", list).stream()
                    .filter(entry -> type.equals(entry.get("type")))
                    .map(entry -> String.valueOf(entry.get(field)))
                    .findFirst()
                    .orElse("");
        }
    }
}
