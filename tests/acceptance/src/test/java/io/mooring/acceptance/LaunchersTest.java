package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Programs that start often start from an AOT cache. A rehearsal that fails only warns, since the
/// program works without; here it counts.
@Order(16)
final class LaunchersTest {

    @ParameterizedTest
    @CsvSource({
        "mooring, mooring",
        "mooring, server",
        "mooring, tunnel-server",
        "provider, pulumi-resource-mooring",
        "provider, terraform-provider-mooring"
    })
    void everyProgramThatStartsOftenHasItsCache(String program, String cache) {
        assertThat(Tree.ROOT.resolve("target/dist/" + program + "/" + cache + ".aot"))
                .as("see target/dist/" + cache + ".train.log")
                .isNotEmptyFile();
    }
}
