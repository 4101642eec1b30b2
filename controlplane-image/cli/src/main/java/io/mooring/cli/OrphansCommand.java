package io.mooring.cli;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import io.mooring.nodes.Collector;
import io.mooring.nodes.Holding;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.Providers;
import io.mooring.nodes.SettingProblem;
import io.mooring.provider.resources.host.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

@Command(
        name = "orphans",
        description = {
            "The machines and disks at a cloud that were made for this cluster and belong to none of its nodes.",
            "Changes nothing without --delete; looks at nothing without the ownership mark of this cluster."
        },
        mixinStandardHelpOptions = true)
final class OrphansCommand implements Callable<Integer> {

    private static final List<String> COLUMNS = List.of("kind", "id", "machine", "since");

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Option(
            names = "--provider",
            required = true,
            paramLabel = "NAME",
            description = "The provider of the machines: aws, azure, gcp or baremetal.")
    private String provider = "";

    @Option(
            names = "--machine",
            required = true,
            paramLabel = "FILE",
            description = "The `machine` settings of the node pool, as YAML.")
    private Path machine = Path.of("");

    @Option(
            names = "--cluster",
            required = true,
            paramLabel = "NAME",
            description = "The cluster's name.")
    private String name = "";

    @Option(
            names = "--grace",
            defaultValue = "30m",
            paramLabel = "DURATION",
            description =
                    "How old a thing must be, so that nodes that join just now are left alone (default: ${DEFAULT-VALUE}).")
    private String grace = "30m";

    @Option(names = "--delete", description = "Delete them.")
    private boolean delete;

    @Override
    public Integer call() {
        try (KubeClient kube = cluster.connect()) {
            NodeProviderFactory factory =
                    new Providers(Installation.nodeProviders(System.getenv())).factory(provider);
            Map<String, Object> settings = settings(factory);
            Owner owner = Owner.ofCluster(ClusterInfo.read(kube).caHash());
            Set<String> nodes =
                    kube.list(ResourceKind.NODE, ListQuery.all()).items().stream()
                            .map(KubeObject::name)
                            .collect(Collectors.toSet());
            var collector =
                    new Collector(
                            factory.open(owner, settings),
                            Clock.systemUTC(),
                            Durations.parse(grace));
            if (delete) {
                collect(collector, nodes);
            } else {
                print(collector.orphans(name, nodes));
            }
            return 0;
        } catch (ProviderFailure e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Object> settings(NodeProviderFactory factory) {
        Map<String, Object> settings;
        try {
            settings =
                    new YAMLMapper().readValue(Files.readString(machine), new TypeReference<>() {});
        } catch (IOException | JacksonException e) {
            throw new CliException("reading the machine settings in " + machine + ": " + e);
        }
        List<SettingProblem> problems = factory.check(settings);
        if (!problems.isEmpty()) {
            throw new CliException(
                    "the machine settings in %s cannot be used:%s"
                            .formatted(
                                    machine,
                                    problems.stream()
                                            .map(it -> "\n  " + it.field() + ": " + it.reason())
                                            .collect(Collectors.joining())));
        }
        return settings;
    }

    private void print(List<Holding> orphans) {
        output.printRows(
                spec.commandLine().getOut(),
                COLUMNS,
                orphans.stream().map(OrphansCommand::row).toList());
    }

    private void collect(Collector collector, Set<String> nodes) {
        Collector.Collected collected = collector.collect(name, nodes);
        print(collected.removed());
        if (!collected.failures().isEmpty()) {
            throw new CliException(String.join("\n", collected.failures()));
        }
    }

    private static Map<String, Object> row(Holding holding) {
        var row = new LinkedHashMap<String, Object>();
        row.put("kind", holding.kind());
        row.put("id", holding.providerId());
        row.put("machine", holding.of().name());
        row.put("since", holding.since().toString());
        return row;
    }
}
