package io.mooring.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs as etcd writes them; those of real members are in the server's tests.
final class MemberLogTest {

    private static final int METADATA = 1;
    private static final int ENTRY = 2;
    private static final int STATE = 3;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    @TempDir private Path directory;

    @Test
    void oneOfSeveralThatNeverHadALeaderHasNamesOnly() throws IOException {
        begin(3);
        record(STATE, new byte[] {8, 1, 16, 0, 24, 3});

        assertThat(namesMembersOnly()).isTrue();
    }

    @Test
    void whatALeaderWroteIsMore() throws IOException {
        begin(3);
        entry(0, 2, 4, "");

        assertThat(namesMembersOnly()).isFalse();
    }

    @Test
    void oneThatALeaderHasAddedIsMore() throws IOException {
        begin(2);
        entry(1, 3, 5, "shop-2");

        assertThat(namesMembersOnly()).isFalse();
    }

    @Test
    void oneThatBeganAloneLeadsItself() throws IOException {
        begin(1);

        assertThat(namesMembersOnly()).isFalse();
    }

    @Test
    void withoutALogNothingIsSaid() throws IOException {
        assertThat(MemberLog.namesMembersOnly(directory)).isFalse();
    }

    @Test
    void whateverTheBytesAreTheyAreReadToTheirEnd() {
        var random = new Random(7);
        for (int run = 0; run < 500; run++) {
            written.reset();
            begin(3);
            byte[] bytes = written.toByteArray();
            for (int i = 0; i < 3; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> namesMembersOnly(bytes)).doesNotThrowAnyException();
        }
    }

    private void begin(int members) {
        record(METADATA, new byte[] {8, 1, 16, 2});
        for (int i = 0; i < members; i++) {
            entry(1, 1, i + 1, "shop-" + i);
        }
    }

    private void entry(int type, int term, int index, String data) {
        byte[] text = data.getBytes(StandardCharsets.US_ASCII);
        var entry = new ByteArrayOutputStream();
        entry.writeBytes(new byte[] {8, (byte) type, 16, (byte) term, 24, (byte) index});
        entry.writeBytes(new byte[] {34, (byte) text.length});
        entry.writeBytes(text);
        record(ENTRY, entry.toByteArray());
    }

    private void record(int type, byte[] data) {
        var record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {8, (byte) type, 16, 5, 26, (byte) data.length});
        record.writeBytes(data);
        int fill = (8 - record.size() % 8) % 8;
        long mark = fill == 0 ? 0 : (0x80L | fill) << 56;
        written.writeBytes(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(record.size() | mark)
                        .array());
        written.writeBytes(record.toByteArray());
        written.writeBytes(new byte[fill]);
    }

    private boolean namesMembersOnly() throws IOException {
        return namesMembersOnly(written.toByteArray());
    }

    /// In a file that is longer than what is in it, as etcd makes them.
    private boolean namesMembersOnly(byte[] bytes) throws IOException {
        Path logs = Files.createDirectories(directory.resolve("wal"));
        var file = new ByteArrayOutputStream();
        file.writeBytes(bytes);
        file.writeBytes(new byte[4096]);
        Files.write(logs.resolve("0000000000000000-0000000000000000.wal"), file.toByteArray());
        return MemberLog.namesMembersOnly(directory);
    }
}
