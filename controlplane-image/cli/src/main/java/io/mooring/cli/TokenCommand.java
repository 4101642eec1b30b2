package io.mooring.cli;

import io.mooring.bootstrap.BootstrapToken;
import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.bootstrap.TokenInfo;
import io.mooring.bootstrap.TokenRequest;
import io.mooring.kube.KubeClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description = "Tokens that let nodes in.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TokenCommand.Create.class,
            TokenCommand.ListTokens.class,
            TokenCommand.Delete.class
        })
final class TokenCommand {

    private static BootstrapTokens tokens(KubeClient kube) {
        return new BootstrapTokens(kube, Clock.systemUTC(), new SecureRandom());
    }

    @Command(
            name = "create",
            description = "Make a token and print it.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Output output = new Output();
        @Mixin private ClusterOption cluster = new ClusterOption();

        @Option(names = "--ttl", defaultValue = "24h", description = "30m, 24h, ...; 0 for ever.")
        private String ttl = "24h";

        @Option(names = "--single-use", description = "It lets exactly one node in.")
        private boolean singleUse;

        @Option(names = "--node-name", description = "The only node it lets in.")
        private @Nullable String nodeName;

        @Option(names = "--description", defaultValue = "")
        private String description = "";

        @Option(names = "--print-join-command", description = "Print a kubeadm join command.")
        private boolean printJoinCommand;

        @Override
        public Integer call() {
            var request =
                    new TokenRequest(
                            Durations.parse(ttl),
                            singleUse,
                            Optional.ofNullable(nodeName),
                            Optional.empty(),
                            description,
                            List.of(TokenRequest.DEFAULT_GROUP));
            try (KubeClient kube = cluster.connect()) {
                BootstrapToken token = tokens(kube).create(request);
                String join = ClusterInfo.read(kube).kubeadmJoin(token.value());
                output.print(
                        spec.commandLine().getOut(),
                        Map.of("token", token.value(), "joinCommand", join),
                        printJoinCommand ? join : token.value());
            }
            return 0;
        }
    }

    @Command(name = "list", description = "The tokens there are.", mixinStandardHelpOptions = true)
    static final class ListTokens implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Output output = new Output();
        @Mixin private ClusterOption cluster = new ClusterOption();

        @Override
        public Integer call() {
            try (KubeClient kube = cluster.connect()) {
                output.printRows(
                        spec.commandLine().getOut(),
                        List.of(
                                "id",
                                "state",
                                "expires",
                                "singleUse",
                                "node",
                                "usedBy",
                                "description"),
                        tokens(kube).list().stream().map(ListTokens::row).toList());
            }
            return 0;
        }

        private static Map<String, Object> row(TokenInfo token) {
            var row = new LinkedHashMap<String, Object>();
            row.put("id", token.id());
            row.put("state", state(token, Clock.systemUTC().instant()));
            row.put("expires", token.expiry().map(Object::toString).orElse("never"));
            row.put("singleUse", token.singleUse());
            row.put("node", token.nodeName().orElse(""));
            row.put("usedBy", token.claimedBy().orElse(""));
            row.put("description", token.description());
            return row;
        }
    }

    private static String state(TokenInfo token, Instant now) {
        if (token.goodAt(now)) {
            return "good";
        }
        return token.usedAt().isPresent() ? "used" : "expired";
    }

    @Command(name = "delete", description = "End a token at once.", mixinStandardHelpOptions = true)
    static final class Delete implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Output output = new Output();
        @Mixin private ClusterOption cluster = new ClusterOption();

        @Parameters(
                index = "0",
                paramLabel = "ID",
                description = "The token, or its part before the dot.")
        private String id = "";

        @Override
        public Integer call() {
            try (KubeClient kube = cluster.connect()) {
                String bare = id.contains(".") ? id.substring(0, id.indexOf('.')) : id;
                if (!tokens(kube).delete(bare)) {
                    throw new CliException(
                            "deleting token "
                                    + bare
                                    + ": there is none of that id; see mooring token list");
                }
                output.print(
                        spec.commandLine().getOut(),
                        Map.of("deleted", bare),
                        "token " + bare + " deleted");
            }
            return 0;
        }
    }
}
