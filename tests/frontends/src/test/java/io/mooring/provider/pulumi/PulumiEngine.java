package io.mooring.provider.pulumi;

import io.mooring.frontends.Engine;
import java.nio.file.Files;
import java.nio.file.Path;

/// Pulumi's engine.
public final class PulumiEngine implements Engine {
    private final Path home;
    private final Path notes;

    public PulumiEngine(Path home, Path notes) {
        this.home = home;
        this.notes = notes;
    }

    @Override
    public boolean isThere() {
        return PulumiCli.binaries().isPresent();
    }

    @Override
    public void program(String name, String text) throws Exception {
        var isNew = !Files.exists(home.resolve("Pulumi.yaml"));
        Files.writeString(
                home.resolve("Pulumi.yaml"),
                """
                name: shop
                runtime: yaml
                resources:
                  a:
                    type: toy:paper:StickyNote
                    properties: {directory: %s, name: %s, text: "%s"}
                """
                        .formatted(notes, name, text));
        if (isNew) {
            cli().run("stack", "init", "dev").mustSucceed();
        }
    }

    @Override
    public Outcome apply(Provider provider) throws Exception {
        return run(provider, "up", "--yes", "--skip-preview", "--refresh");
    }

    @Override
    public Outcome destroy(Provider provider) throws Exception {
        return run(provider, "destroy", "--yes", "--skip-preview");
    }

    @Override
    public Outcome compare(Provider provider) throws Exception {
        return run(provider, "preview", "--refresh", "--expect-no-changes");
    }

    private Outcome run(Provider provider, String... arguments) throws Exception {
        try (var plugin = Plugin.start(provider.registry(), "")) {
            provider.started().accept(plugin::close);
            var run = cli().runAttached("toy", plugin, arguments);
            return new Outcome(run.exitCode() == 0, run.output());
        }
    }

    private PulumiCli cli() {
        return new PulumiCli(PulumiCli.binaries().orElseThrow(), home);
    }
}
