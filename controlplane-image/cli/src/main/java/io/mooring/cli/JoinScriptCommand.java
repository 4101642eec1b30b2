package io.mooring.cli;

import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.bootstrap.TokenRequest;
import io.mooring.cloudinit.CaHash;
import io.mooring.cloudinit.Endpoint;
import io.mooring.cloudinit.JoinToken;
import io.mooring.cloudinit.NodeSettings;
import io.mooring.cloudinit.UserData;
import io.mooring.kube.KubeClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "join-script",
        description = {
            "Print the cloud-init user data that makes a machine a node.",
            "Makes a token that lets in one node of that name, once. Treat the output as a secret."
        },
        mixinStandardHelpOptions = true)
final class JoinScriptCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(index = "0", paramLabel = "NODE", description = "The node's name.")
    private String node = "";

    @Option(
            names = "--ttl",
            defaultValue = "24h",
            description = "How long the token lives (default: ${DEFAULT-VALUE}).")
    private String ttl = "24h";

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label of the node.")
    private Map<String, String> labels = Map.of();

    @Override
    public Integer call() {
        try (KubeClient kube = cluster.connect()) {
            ClusterInfo info = ClusterInfo.read(kube);
            var request =
                    new TokenRequest(
                            Durations.parse(ttl),
                            true,
                            Optional.of(node),
                            Optional.empty(),
                            "user data of node " + node,
                            List.of(TokenRequest.DEFAULT_GROUP));
            var tokens = new BootstrapTokens(kube, Clock.systemUTC(), new SecureRandom());
            var settings =
                    NodeSettings.of(
                                    Endpoint.parse(info.endpoint()),
                                    new CaHash(info.caHash()),
                                    new JoinToken(tokens.create(request).value()),
                                    node)
                            .withLabels(labels);
            String userData = UserData.render(settings);
            output.print(
                    spec.commandLine().getOut(),
                    Map.of("node", node, "userData", userData),
                    userData);
        }
        return 0;
    }
}
