package io.mooring.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts what a process prints into lines, of which none takes more memory than [#LONGEST] bytes.
final class ChildOutput {

    static final int LONGEST = 4096;
    private static final String CUT = "...";

    private ChildOutput() {}

    /// Returns at the end of the stream.
    static void relay(InputStream from, Consumer<String> to) throws IOException {
        var line = new ByteArrayOutputStream();
        boolean cut = false;
        try (var in = new BufferedInputStream(from, LONGEST)) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    to.accept(text(line, cut));
                    line.reset();
                    cut = false;
                } else if (line.size() < LONGEST) {
                    line.write(b);
                } else {
                    cut = true;
                }
            }
        }
        if (line.size() > 0) {
            to.accept(text(line, cut));
        }
    }

    private static String text(ByteArrayOutputStream line, boolean cut) {
        String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        return cut ? text + CUT : text;
    }
}
