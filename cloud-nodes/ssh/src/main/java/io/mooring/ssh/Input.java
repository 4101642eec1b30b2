package io.mooring.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What a program reads from its standard input. It may be read again from its beginning.
@FunctionalInterface
public interface Input {

    /// To be closed by whoever called this.
    InputStream open() throws IOException;

    static Input of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }
}
