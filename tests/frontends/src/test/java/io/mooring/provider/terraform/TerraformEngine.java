package io.mooring.provider.terraform;

import io.mooring.frontends.Engine;
import java.nio.file.Files;
import java.nio.file.Path;

/// Terraform.
public final class TerraformEngine implements Engine {
    private static final String SOURCE = "mooring.test/test/toy";

    private final Path home;
    private final Path notes;

    public TerraformEngine(Path home, Path notes) {
        this.home = home;
        this.notes = notes;
    }

    @Override
    public boolean isThere() {
        return TerraformCli.command().isPresent();
    }

    @Override
    public void program(String name, String text) throws Exception {
        Files.writeString(
                home.resolve("main.tf"),
                """
                terraform {
                  required_providers {
                    toy = { source = "%s" }
                  }
                }
                resource "toy_paper_sticky_note" "a" {
                  directory = "%s"
                  name      = %s
                  text      = "%s"
                }
                """
                        .formatted(
                                SOURCE, notes, name.isEmpty() ? "null" : "\"" + name + "\"", text));
    }

    @Override
    public Outcome apply(Provider provider) throws Exception {
        return run(provider, "apply", "-auto-approve");
    }

    @Override
    public Outcome destroy(Provider provider) throws Exception {
        return run(provider, "destroy", "-auto-approve");
    }

    @Override
    public Outcome compare(Provider provider) throws Exception {
        return run(provider, "plan", "-detailed-exitcode");
    }

    private Outcome run(Provider provider, String... arguments) throws Exception {
        try (var plugin = Plugin.startOwn(provider.registry())) {
            provider.started().accept(plugin::close);
            var run = TerraformCli.attachedTo(home, SOURCE, plugin).run(arguments);
            return new Outcome(run.exitCode() == 0, run.output());
        }
    }
}
