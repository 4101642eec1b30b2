package io.mooring.provider.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The provider as a process of its own, with all of its resources.
class PluginProcessTest {
    private static final String JAVA = System.getProperty("java.home") + "/bin/java";

    @TempDir Path home;

    @Test
    void terraformStartsItByItsHandshakeAndPlansAControlPlane() throws Exception {
        assumeTrue(
                TerraformCli.command().isPresent(),
                "no terraform command is on the PATH; install one to run this test");
        var directory = Files.createDirectory(home.resolve("bin"));
        var launcher = directory.resolve("terraform-provider-mooring");
        Files.writeString(
                launcher,
                """
                #!/bin/sh
                exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow \
                -Djava.util.concurrent.ForkJoinPool.common.parallelism=2 -cp '%s' %s "$@"
                """
                        .formatted(
                                JAVA, System.getProperty("java.class.path"), Main.class.getName()));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.writeString(
                home.resolve("main.tf"),
                """
                terraform {
                  required_providers {
                    mooring = { source = "mooring.test/mooring/mooring" }
                  }
                }
                resource "mooring_control_plane" "a" {
                  name   = "planned"
                  host   = { standalone = { local = { data_dir = "%1$s/data" } } }
                  config = { privateNodes = { enabled = true } }
                }
                resource "mooring_join_token" "a" {
                  cluster = mooring_control_plane.a.cluster_connection
                  ttl     = "1h"
                }
                resource "mooring_local_node" "a" {
                  cluster = mooring_control_plane.a.cluster_connection
                  name    = "n1"
                  taints  = [{ key = "a", effect = "NoSchedule" }]
                }
                """
                        .formatted(home));

        var terraform = TerraformCli.startingFrom(home, "mooring.test/mooring/mooring", directory);
        var plan = terraform.run("plan").mustEndWith(0).output();

        assertThat(plan)
                .contains("Plan: 3 to add, 0 to change, 0 to destroy")
                .containsPattern("kubeconfig += \\(sensitive value\\)")
                .containsPattern("single_use += false");
        assertThat(home.resolve("data")).doesNotExist();
    }
}
