package io.mooring.etcd;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The messages of etcd's API as this client uses them; the numbers are those of `rpc.proto`.
///
/// kine takes them in these forms only: a list is the range of a prefix that ends with a slash, a
/// creation is a transaction with one comparison and one put, an update has a range besides.
final class Messages {

    private static final byte[] FIRST = "/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEHIND_LAST = "0".getBytes(StandardCharsets.US_ASCII);
    private static final int MOD_REVISION = 2;

    private Messages() {}

    static byte[] count() {
        return range(FIRST).number(9, 1).toBytes();
    }

    /// @param after the last key there is already; empty for the first page
    static byte[] page(byte[] after, int limit, long revision) {
        byte[] from = after.length == 0 ? FIRST : Arrays.copyOf(after, after.length + 1);
        return range(from).number(3, limit).number(4, revision).toBytes();
    }

    static byte[] create(byte[] key, byte[] value, long lease) {
        // mod_revision, which is compared with, is 0, and left out therefore
        var neverSeen = new ProtoWriter().number(2, MOD_REVISION).bytes(3, key);
        var put = new ProtoWriter().bytes(1, key).bytes(2, value).number(3, lease);
        var success = new ProtoWriter().message(2, put);
        return new ProtoWriter().message(1, neverSeen).message(2, success).toBytes();
    }

    /// @param prefix ends with a slash
    static byte[] under(byte[] prefix) {
        byte[] behind = prefix.clone();
        behind[behind.length - 1]++;
        return new ProtoWriter().bytes(1, prefix).bytes(2, behind).toBytes();
    }

    /// @param revision which the key must have still; 0 if it must not be there
    static byte[] put(byte[] key, byte[] value, long revision) {
        var unchanged = new ProtoWriter().number(2, MOD_REVISION).bytes(3, key).number(6, revision);
        var put = new ProtoWriter().bytes(1, key).bytes(2, value);
        var success = new ProtoWriter().message(2, put);
        var failure = new ProtoWriter().message(1, new ProtoWriter().bytes(1, key));
        return new ProtoWriter()
                .message(1, unchanged)
                .message(2, success)
                .message(3, failure)
                .toBytes();
    }

    static byte[] number(long value) {
        return new ProtoWriter().number(1, value).toBytes();
    }

    static byte[] empty() {
        return new byte[0];
    }

    static byte[] linearizable() {
        return number(1);
    }

    static byte[] newMember(String peerUrl, boolean learner) {
        return new ProtoWriter().bytes(1, utf8(peerUrl)).number(2, learner ? 1 : 0).toBytes();
    }

    static byte[] movedMember(long id, String peerUrl) {
        return new ProtoWriter().number(1, id).bytes(2, utf8(peerUrl)).toBytes();
    }

    private static byte[] utf8(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /// @param field of the list of members
    static List<Member> readMembers(byte[] answer, int field) {
        var reader = new ProtoReader(answer);
        var members = new ArrayList<Member>();
        while (reader.next()) {
            if (reader.field() == field) {
                members.add(member(reader.message()));
            } else {
                reader.skip();
            }
        }
        return members;
    }

    private static Member member(ProtoReader reader) {
        long id = 0;
        String name = "";
        var peerUrls = new ArrayList<String>();
        boolean learner = false;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> id = reader.number();
                case 2 -> name = new String(reader.bytes(), StandardCharsets.UTF_8);
                case 3 -> peerUrls.add(new String(reader.bytes(), StandardCharsets.UTF_8));
                case 5 -> learner = reader.number() != 0;
                default -> reader.skip();
            }
        }
        return new Member(id, name, peerUrls, learner);
    }

    static KeyCount readCount(byte[] answer) {
        var reader = new ProtoReader(answer);
        long revision = 0;
        long count = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> revision = numberOf(reader.message(), 3);
                case 4 -> count = reader.number();
                default -> reader.skip();
            }
        }
        return new KeyCount(revision, count);
    }

    static StoreRoom readRoom(byte[] answer) {
        var reader = new ProtoReader(answer);
        long member = 0;
        long leader = 0;
        long file = 0;
        long used = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> member = numberOf(reader.message(), 2);
                case 3 -> file = reader.number();
                case 4 -> leader = reader.number();
                case 9 -> used = reader.number();
                default -> reader.skip();
            }
        }
        return new StoreRoom(file, used, member == leader);
    }

    static Page readPage(byte[] answer) {
        var reader = new ProtoReader(answer);
        var keys = new ArrayList<KeyValue>();
        boolean more = false;
        while (reader.next()) {
            switch (reader.field()) {
                case 2 -> keys.add(keyValue(reader.message()));
                case 3 -> more = reader.number() != 0;
                default -> reader.skip();
            }
        }
        return new Page(keys, more, answer.length);
    }

    static boolean readSucceeded(byte[] answer) {
        return numberOf(new ProtoReader(answer), 2) != 0;
    }

    /// The only field of that number, or 0.
    static long numberOf(byte[] answer, int field) {
        return numberOf(new ProtoReader(answer), field);
    }

    private static long numberOf(ProtoReader reader, int field) {
        long value = 0;
        while (reader.next()) {
            if (reader.field() == field) {
                value = reader.number();
            } else {
                reader.skip();
            }
        }
        return value;
    }

    private static ProtoWriter range(byte[] from) {
        return new ProtoWriter().bytes(1, from).bytes(2, BEHIND_LAST);
    }

    private static KeyValue keyValue(ProtoReader reader) {
        byte[] key = {};
        byte[] value = {};
        long revision = 0;
        long lease = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> key = reader.bytes();
                case 3 -> revision = reader.number();
                case 5 -> value = reader.bytes();
                case 6 -> lease = reader.number();
                default -> reader.skip();
            }
        }
        return new KeyValue(key, value, revision, lease);
    }
}
