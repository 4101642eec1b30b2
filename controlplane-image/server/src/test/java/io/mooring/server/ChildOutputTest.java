package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChildOutputTest {

    @Test
    void linesAreRelayedOneByOneAndTheLastNeedsNoEnd() throws IOException {
        assertThat(lines("one\ntwo\r\n\nlast")).containsExactly("one", "two", "", "last");
    }

    @Test
    void aLineThatNeverEndsIsCutAndWhatFollowsItIsNot() throws IOException {
        List<String> lines = lines("x".repeat(1_000_000) + "\nnext\n");

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).hasSize(ChildOutput.LONGEST + 3).endsWith("x...");
        assertThat(lines.getLast()).isEqualTo("next");
    }

    @Test
    void nothingGivesNoLine() throws IOException {
        assertThat(lines("")).isEmpty();
    }

    private static List<String> lines(String output) throws IOException {
        var lines = new ArrayList<String>();
        ChildOutput.relay(
                new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8)), lines::add);
        return lines;
    }
}
