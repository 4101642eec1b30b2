package io.mooring.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The bytes of the messages, as protobuf's rules and etcd's field numbers say them.
final class MessagesTest {

    private static final long SEED = Long.getLong("seed", 20261122);

    @Test
    void aCountAsksForTheNumberOfKeysOnly() {
        assertThat(hex(Messages.count())).isEqualTo("0a012f" + "120130" + "4801");
    }

    @Test
    void thePageAfterAKeyBeginsRightBehindIt() {
        assertThat(hex(Messages.page(new byte[0], 64, 300)))
                .isEqualTo("0a012f" + "120130" + "1840" + "20ac02");
        assertThat(hex(Messages.page(ascii("/a"), 1, 1)))
                .isEqualTo("0a032f6100" + "120130" + "1801" + "2001");
    }

    @Test
    void aCreationComparesTheRevisionWithNoneAndPutsOnce() {
        assertThat(hex(Messages.create(ascii("/k"), ascii("v"), 0)))
                .isEqualTo("0a06" + "1002" + "1a022f6b" + "1209" + "1207" + "0a022f6b" + "120176");
    }

    @Test
    void aPutComparesTheRevisionThatWasReadAndAsksForTheKeyIfThatIsAnother() {
        assertThat(hex(Messages.put(ascii("/k"), ascii("v"), 300)))
                .isEqualTo(
                        "0a09"
                                + "1002"
                                + "1a022f6b"
                                + "30ac02"
                                + "1209"
                                + "1207"
                                + "0a022f6b"
                                + "120176"
                                + "1a06"
                                + "0a04"
                                + "0a022f6b");
    }

    @Test
    void whatIsUnderAPrefixEndsBeforeTheNextOne() {
        assertThat(hex(Messages.under(ascii("/a/")))).isEqualTo("0a032f612f" + "12032f6130");
    }

    @Test
    void aMemberTellsHowMuchRoomItTakesAndWhetherItLeads() {
        assertThat(Messages.readRoom(status(7))).isEqualTo(new StoreRoom(300, 100, true));
        assertThat(Messages.readRoom(status(8)).leads()).isFalse();
        assertThat(Messages.readRoom(status(8)).unusedBytes()).isEqualTo(200);
    }

    private static byte[] status(long leader) {
        return new ProtoWriter()
                .message(1, new ProtoWriter().number(1, 5).number(2, 7))
                .bytes(2, ascii("3.6"))
                .number(3, 300)
                .number(4, leader)
                .number(9, 100)
                .toBytes();
    }

    @Test
    void aPageIsReadWithItsLeases() {
        byte[] answer =
                new ProtoWriter()
                        .message(1, new ProtoWriter().number(3, 7))
                        .message(
                                2,
                                new ProtoWriter()
                                        .bytes(1, ascii("/a"))
                                        .number(2, 5)
                                        .number(3, 6)
                                        .bytes(5, ascii("one"))
                                        .number(6, 0x7fff_ffff_ffffL))
                        .message(2, new ProtoWriter().bytes(1, ascii("/b")))
                        .number(3, 1)
                        .number(4, 9)
                        .toBytes();

        Page page = Messages.readPage(answer);

        assertThat(page.more()).isTrue();
        assertThat(page.bytes()).isEqualTo(answer.length);
        assertThat(page.keys()).hasSize(2);
        assertThat(page.keys().getFirst().value()).isEqualTo(ascii("one"));
        assertThat(page.keys().getFirst().revision()).isEqualTo(6);
        assertThat(page.keys().getFirst().lease()).isEqualTo(0x7fff_ffff_ffffL);
        assertThat(page.keys().getLast()).hasToString("/b");
        assertThat(Messages.readCount(answer)).isEqualTo(new KeyCount(7, 9));
    }

    @Test
    void membersAreReadWithTheirNamesAndWithoutOnesOfThoseNotStarted() {
        byte[] answer =
                new ProtoWriter()
                        .message(1, new ProtoWriter().number(1, 9))
                        .message(
                                2,
                                new ProtoWriter()
                                        .number(1, 0xffff_ffff_ffff_fff0L)
                                        .bytes(2, ascii("shop-0"))
                                        .bytes(3, ascii("https://a:2380"))
                                        .bytes(4, ascii("https://a:2379")))
                        .message(
                                2,
                                new ProtoWriter()
                                        .number(1, 2)
                                        .bytes(3, ascii("https://b:2380"))
                                        .number(5, 1))
                        .toBytes();

        assertThat(Messages.readMembers(answer, 2))
                .containsExactly(
                        new Member(
                                0xffff_ffff_ffff_fff0L, "shop-0", List.of("https://a:2380"), false),
                        new Member(2, "", List.of("https://b:2380"), true))
                .extracting(Member::toString)
                .containsExactly("shop-0 (fffffffffffffff0)", "unstarted (2)");
        assertThat(hex(Messages.linearizable())).isEqualTo("0801");
        assertThat(hex(Messages.newMember("u", false))).isEqualTo("0a0175");
        assertThat(hex(Messages.newMember("u", true))).isEqualTo("0a0175" + "1001");
        assertThat(hex(Messages.movedMember(300, "u"))).isEqualTo("08ac02" + "120175");
    }

    @Test
    void negativeNumbersComeBack() {
        assertThat(Messages.numberOf(new ProtoWriter().number(3, -1).toBytes(), 3)).isEqualTo(-1);
    }

    @Test
    void whateverBytesComeTheyAreReadOrRefused() {
        var random = new Random(SEED);
        byte[] valid =
                new ProtoWriter()
                        .message(2, new ProtoWriter().bytes(1, ascii("/a")).bytes(5, new byte[40]))
                        .number(3, 1)
                        .toBytes();
        int refused = 0;
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = run % 2 == 0 ? new byte[random.nextInt(40)] : valid.clone();
            if (run % 2 == 0) {
                random.nextBytes(bytes);
            } else {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(Messages.readPage(bytes).bytes()).isEqualTo(bytes.length);
            } catch (EtcdFailure e) {
                assertThat(e.kind()).isEqualTo(EtcdFailure.Kind.REFUSED);
                refused++;
            }
        }
        assertThat(refused).as("seed %d", SEED).isPositive();
    }

    @Test
    void aNumberInThePlaceOfBytesIsRefused() {
        byte[] wrong = new ProtoWriter().number(2, 5).toBytes();

        assertThatThrownBy(() -> Messages.readPage(wrong))
                .hasMessage("the data store's answer is no message: field 2 has wire type 0");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
