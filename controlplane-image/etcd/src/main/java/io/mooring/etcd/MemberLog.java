package io.mooring.etcd;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The write-ahead log of a member of a data store that does not run.
///
/// etcd writes frames: eight bytes, little-endian, the lower seven of which say how long a record is,
/// and the highest how many bytes after it fill the frame up; then the record. Frames end where a
/// length is 0, since files are made longer than what is in them.
///
///     record {type 1, crc 2, data 3}, entry (a record of type 2) {type 1, term 2, index 3, data 4}
///
/// Members that begin a store together write each other's names as entries of term 1. What comes
/// after them is of a later term, and begins with what its leader wrote.
public final class MemberLog {

    private static final String FIRST_FILE = "0000000000000000-0000000000000000.wal";
    private static final long LENGTH_BITS = 0x00FF_FFFF_FFFF_FFFFL;
    private static final int FILL_BITS = 7;
    // a name and an address; whatever is longer is something else
    private static final int LONGEST_NAME_BYTES = 1 << 16;
    private static final long ENTRY = 2;
    private static final long MEMBER = 1;
    private static final long FIRST_TERM = 1;

    private MemberLog() {}

    /// Whether nothing has ever been in it but the names of several members, of which this one is:
    /// it has never had a leader, so that nothing was acknowledged by it. Of what cannot be read
    /// that is not known, and not said.
    ///
    /// @param member the directory `member` of etcd's own
    public static boolean namesMembersOnly(Path member) throws IOException {
        Path first = member.resolve("wal").resolve(FIRST_FILE);
        if (!Files.exists(first)) {
            return false;
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(first)))) {
            return namesMembersOnly(in);
        } catch (EtcdFailure | EOFException _) {
            return false;
        }
    }

    private static boolean namesMembersOnly(DataInputStream in) throws IOException {
        int names = 0;
        for (long frame = frame(in); frame != 0; frame = frame(in)) {
            long length = frame & LENGTH_BITS;
            if (length > LONGEST_NAME_BYTES) {
                return false;
            }
            byte[] record = new byte[(int) length];
            in.readFully(record);
            in.skipNBytes(frame < 0 ? frame >>> Long.SIZE - Byte.SIZE & FILL_BITS : 0);
            switch (content(new ProtoReader(record))) {
                case NAME -> names++;
                case OTHER_ENTRY -> {
                    return false;
                }
                case NO_ENTRY -> {}
            }
        }
        return names > 1;
    }

    private static long frame(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(Long.BYTES);
        long frame = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            frame = frame << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
        }
        return bytes.length == Long.BYTES ? frame : 0;
    }

    private enum Content {
        NAME,
        OTHER_ENTRY,
        NO_ENTRY
    }

    private static Content content(ProtoReader record) {
        long type = 0;
        var content = Content.NO_ENTRY;
        while (record.next()) {
            switch (record.field()) {
                case 1 -> type = record.number();
                case 3 -> content = type == ENTRY ? entry(record.message()) : skipped(record);
                default -> record.skip();
            }
        }
        return content;
    }

    private static Content skipped(ProtoReader record) {
        record.skip();
        return Content.NO_ENTRY;
    }

    private static Content entry(ProtoReader entry) {
        long type = 0;
        long term = 0;
        while (entry.next()) {
            switch (entry.field()) {
                case 1 -> type = entry.number();
                case 2 -> term = entry.number();
                default -> entry.skip();
            }
        }
        return type == MEMBER && term == FIRST_TERM ? Content.NAME : Content.OTHER_ENTRY;
    }
}
