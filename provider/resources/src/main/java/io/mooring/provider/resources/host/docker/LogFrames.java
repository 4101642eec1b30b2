package io.mooring.provider.resources.host.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// What a container without a terminal writes, as engines pass it on: frames, each of which says
/// whether it is output or errors.
final class LogFrames {

    private static final int HEAD = 8;
    private static final int ERRORS = 2;
    private static final int PIECE = 32 * 1024;

    private LogFrames() {}

    /// Writes both until the stream ends.
    static void copy(InputStream in, OutputStream output, OutputStream errors) throws IOException {
        while (true) {
            byte[] head = in.readNBytes(HEAD);
            if (head.length == 0) {
                return;
            }
            if (head.length < HEAD) {
                throw new EOFException("the output of the container ended within a frame");
            }
            long left = Integer.toUnsignedLong(ByteBuffer.wrap(head).getInt(4));
            OutputStream to = head[0] == ERRORS ? errors : output;
            while (left > 0) {
                byte[] piece = in.readNBytes((int) Math.min(left, PIECE));
                if (piece.length == 0) {
                    throw new EOFException("the output of the container ended within a frame");
                }
                to.write(piece);
                left -= piece.length;
            }
        }
    }
}
