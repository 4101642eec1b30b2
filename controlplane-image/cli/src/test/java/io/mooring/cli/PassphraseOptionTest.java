package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
}
