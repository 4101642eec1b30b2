package io.mooring.provider.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.Token;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ProviderLogTest {
    @Test
    void whatIsNewIsALineThatTerraformReads() {
        var written = new ByteArrayOutputStream();
        var log = new ProviderLog(new PrintStream(written, true, StandardCharsets.UTF_8));
        var name = new LogicalName("state", "terraform", Token.parse("toy:paper:Note"), "Note-1");

        var progress = log.of(name);
        progress.say("waiting for \"ink\"\n\tand paper \\ ü");
        progress.say("waiting for \"ink\"\n\tand paper \\ ü");
        progress.say("writing");

        var lines =
                written.toString(StandardCharsets.UTF_8)
                        .lines()
                        .map(JsonMapper.shared()::readTree)
                        .toList();
        assertThat(lines)
                .extracting(line -> line.path("@message").asString())
                .containsExactly("waiting for \"ink\"\n\tand paper \\ ü", "writing");
        assertThat(lines.getFirst().path("@level").asString()).isEqualTo("info");
        assertThat(lines.getFirst().path("resource").asString())
                .isEqualTo("toy:paper:Note \"Note-1\"");
    }
}
