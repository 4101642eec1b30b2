package io.mooring.snapshot.s3;

import io.mooring.snapshot.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkException;

/// An object as it comes, whose failures are those of a stream.
final class ObjectInput extends BlockInput {

    ObjectInput(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
