package io.mooring.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ExactlyTest {

    @Test
    void whatFollowsIsLeft() throws IOException {
        var in = new ByteArrayInputStream("snapshot and more".getBytes(US_ASCII));

        assertThat(new Exactly(in, 8).readAllBytes()).asString(US_ASCII).isEqualTo("snapshot");
        assertThat(in.readAllBytes()).asString(US_ASCII).isEqualTo(" and more");
    }

    @Test
    void whatIsCutIsNotTakenForTheWhole() {
        var cut = new ByteArrayInputStream("snap".getBytes(US_ASCII));

        assertThatThrownBy(() -> new Exactly(cut, 8).readAllBytes())
                .isInstanceOf(EOFException.class)
                .hasMessage("it ended after 4 of 8 bytes; run it again");
    }
}
