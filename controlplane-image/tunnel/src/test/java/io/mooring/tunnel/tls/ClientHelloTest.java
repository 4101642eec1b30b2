package io.mooring.tunnel.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.tunnel.testkit.Seeds;
import io.mooring.tunnel.testkit.TestHello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClientHelloTest {
    @Test
    void nameAndProtocolsOfARealHelloAreFound() throws Exception {
        assertThat(
                        ClientHello.parse(
                                Unpooled.wrappedBuffer(
                                        TestHello.of(
                                                "Join.Mooring.Internal", "mooring-tunnel", "h2"))))
                .isEqualTo(
                        new ClientHello.Result.Complete(
                                new ClientHello(
                                        Optional.of("join.mooring.internal"),
                                        List.of("mooring-tunnel", "h2"))));
    }

    @Test
    void aHelloWithoutNameAndProtocolsIsComplete() throws Exception {
        assertThat(ClientHello.parse(Unpooled.wrappedBuffer(TestHello.of(""))))
                .isEqualTo(
                        new ClientHello.Result.Complete(
                                new ClientHello(Optional.empty(), List.of())));
    }

    @Test
    void everyPrefixOfAHelloIsIncomplete() throws Exception {
        var whole = TestHello.of("node.test", "h2");
        for (var length = 0; length < whole.length; length++) {
            assertThat(ClientHello.parse(Unpooled.wrappedBuffer(whole, 0, length)))
                    .isEqualTo(new ClientHello.Result.Incomplete());
        }
    }

    @Test
    void aHelloMaySpanManyRecords() throws Exception {
        var whole = TestHello.of("node.test", "h2");
        for (var size : new int[] {1, 2, 3, 7, 100}) {
            assertThat(ClientHello.parse(inRecordsOf(size, whole)))
                    .isEqualTo(ClientHello.parse(Unpooled.wrappedBuffer(whole)));
        }
    }

    @Test
    void whatIsNotTlsIsToldFromTheFirstBytes() {
        assertThat(ClientHello.parse(ascii("GET / HTTP/1.1\r\n")))
                .isEqualTo(new ClientHello.Result.NotTls("no TLS handshake record"));
        assertThat(ClientHello.parse(Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0x7f, 0})))
                .isEqualTo(new ClientHello.Result.NotTls("TLS record of 32512 bytes"));
        assertThat(ClientHello.parse(Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0, 1, 2})))
                .isEqualTo(new ClientHello.Result.NotTls("no ClientHello"));
        assertThat(
                        ClientHello.parse(
                                Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0, 4, 1, 1, 0, 0})))
                .isEqualTo(new ClientHello.Result.NotTls("ClientHello of 65540 bytes"));
    }

    @Test
    void aDamagedHelloNeverThrows() throws Exception {
        var whole = TestHello.of("node.test", "h2");
        Seeds.check(
                20_000,
                random -> {
                    var damaged = whole.clone();
                    for (var i = random.nextInt(8); i >= 0; i--) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                    }
                    var length = 1 + random.nextInt(damaged.length);
                    var buffer = Unpooled.wrappedBuffer(damaged, 0, length);

                    assertThat(ClientHello.parse(buffer)).isNotNull();
                    assertThat(buffer.readableBytes()).isEqualTo(length);
                });
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static ByteBuf inRecordsOf(int size, byte[] record) {
        var out = Unpooled.buffer();
        for (var i = 5; i < record.length; i += size) {
            var length = Math.min(size, record.length - i);
            out.writeByte(22).writeShort(0x0301).writeShort(length).writeBytes(record, i, length);
        }
        return out;
    }
}
