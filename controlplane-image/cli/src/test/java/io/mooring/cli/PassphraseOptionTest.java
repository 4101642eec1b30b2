package io.mooring.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class PassphraseOptionTest {

    @Test
    void aVariableFilledFromAFileIsTheSameAsTheFile() {
        for (String end : new String[] {"", "\n", "\r\n", "\r"}) {
            assertThat(PassphraseOption.withoutLineEnd("correct horse" + end))
                    .isEqualTo("correct horse");
        }
    }

    @Test
    void oneLineEndAloneIsTakenOff() {
        assertThat(PassphraseOption.withoutLineEnd("correct\nhorse\n\n"))
                .isEqualTo("correct\nhorse\n");
    }

    @Test
    void whatComesInAfterTheLineIsLeft() throws IOException {
        var in = new ByteArrayInputStream("correct hörse\r\nsnapshot".getBytes(UTF_8));

        assertThat(PassphraseOption.firstLine(in)).isEqualTo("correct hörse");
        assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("snapshot");
    }
}
