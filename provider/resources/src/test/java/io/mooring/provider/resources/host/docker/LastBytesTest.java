package io.mooring.provider.resources.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LastBytesTest {

    private final LastBytes bytes = new LastBytes();

    @Test
    void whatIsShortIsKeptWhole() throws Exception {
        bytes.write("first\nsecond".getBytes(StandardCharsets.UTF_8));

        assertThat(bytes.text()).isEqualTo("first\nsecond");
    }

    @Test
    void ofWhatIsLongTheEndIsKept() throws Exception {
        for (int line = 0; line < 50_000; line++) {
            bytes.write("line %05d\n".formatted(line).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(bytes.text()).hasSize(64 * 1024).endsWith("line 49998\nline 49999\n");
    }
}
