package io.mooring.tunnel.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.tunnel.testkit.CountingBuffers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a client may do, and what ends its stream or its connection. Frames are written in hex.
final class Http2ConnectionTest {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String SETTINGS = "000000 04 00 00000000";

    /// POST / over http: four entries of the static table.
    private static final String REQUEST = "83 86 84";

    private static final int CHURN = 20;
    private static final int WINDOW = 1 << 16;

    private final CountingBuffers buffers = new CountingBuffers();
    private final List<Http2Stream> opened = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private boolean crediting = true;

    Http2ConnectionTest() {
        channel.config().setAllocator(buffers.allocator());
        var limits = new Http2Limits(WINDOW, WINDOW, 2 * WINDOW, 4, CHURN, 4096);
        channel.pipeline().addLast(new Http2Connection(limits, this::open, _ -> {}));
        channel.writeInbound(Unpooled.copiedBuffer(PREFACE.getBytes()));
    }

    @AfterEach
    void nothingIsKept() {
        channel.finishAndReleaseAll();
        assertThat(buffers.held()).isZero();
    }

    private Http2Stream.Listener open(Http2Stream stream, Http2Headers headers) {
        opened.add(stream);
        return new Http2Stream.Listener() {
            @Override
            public void data(ByteBuf in, int length) {
                heard.add(ByteBufUtil.hexDump(in, in.readerIndex(), length));
            }

            @Override
            public void consumed(int windowBytes) {
                stream.credit(crediting ? windowBytes : 0);
            }

            @Override
            public void ended() {
                heard.add("ended");
            }

            @Override
            public void written(int bytes) {
                heard.add("written " + bytes);
            }

            @Override
            public void lost(String reason) {
                heard.add("lost: " + reason);
            }
        };
    }

    private void send(String... frames) {
        for (var frame : frames) {
            if (channel.isOpen()) {
                var bytes = HexFormat.of().parseHex(frame.replace(" ", ""));
                channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            }
        }
    }

    private static String frame(int type, int flags, int stream, String payload) {
        var hex = payload.replace(" ", "");
        return "%06x%02x%02x%08x%s".formatted(hex.length() / 2, type, flags, stream, hex);
    }

    /// The frames sent since the last call, each as `TYPE:FLAGS:STREAM:PAYLOAD`.
    private List<String> sent() {
        channel.flush();
        var all = Unpooled.buffer();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.writeBytes(out);
            out.release();
        }
        var frames = new ArrayList<String>();
        while (all.isReadable()) {
            var length = all.readUnsignedMedium();
            var head = "%d:%d:%d:".formatted(all.readByte(), all.readByte(), all.readInt());
            frames.add(head + ByteBufUtil.hexDump(all.readSlice(length)));
        }
        return frames;
    }

    private void greeted() {
        send(SETTINGS);
        assertThat(sent()).hasSize(3);
    }

    private void endsWith(int error, String reason) {
        assertThat(sent().getLast())
                .startsWith("7:0:0:")
                .contains("%08x".formatted(error) + HexFormat.of().formatHex(reason.getBytes()));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void settingsAreAnsweredAndOursSent() {
        send(SETTINGS);

        assertThat(sent())
                .containsExactly(
                        "4:0:0:000300000004000400010000000600001000",
                        "8:0:0:%08x".formatted(2 * WINDOW - 65_535),
                        "4:1:0:");
    }

    @Test
    void dataIsHeardInPiecesAsItComesAndPaddingIsNot() {
        greeted();
        send(frame(1, 4, 1, REQUEST));

        var padded = frame(0, 8, 1, "02 0a0b0c 0000");
        send(padded.substring(0, 22), padded.substring(22), frame(0, 1, 1, "0d"));

        assertThat(heard).containsExactly("0a", "0b0c", "0d", "ended");
    }

    @Test
    void whatIsSentIsCutToTheWindowAndGoesOnWithIt() {
        greeted();
        send(frame(4, 0, 0, "0004 00000003"), frame(1, 4, 1, REQUEST));
        opened.getFirst().send(Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4, 5}));
        opened.getFirst().finish(List.of(Map.entry("grpc-status", "0")));

        assertThat(sent()).containsExactly("4:1:0:", "0:0:1:010203");
        send(frame(8, 0, 1, "00000009"));

        assertThat(sent().getFirst()).isEqualTo("0:0:1:0405");
        assertThat(heard).containsExactly("written 3", "written 2");
        assertThat(opened.getFirst().ended()).isTrue();
    }

    @Test
    void streamsAreSentInTurns() {
        greeted();
        send(frame(1, 4, 1, REQUEST), frame(1, 4, 3, REQUEST));
        opened.getFirst().send(Unpooled.wrappedBuffer(new byte[40_000]));
        opened.getLast().send(Unpooled.wrappedBuffer(new byte[5]));

        assertThat(sent().stream().map(frame -> frame.substring(0, 6)))
                .containsExactly("0:0:1:", "0:0:3:", "0:0:1:", "0:0:1:");
    }

    @Test
    void theWindowIsGivenBackWhenHalfOfItIsUsed() {
        greeted();
        send(frame(1, 4, 1, REQUEST));

        send(frame(0, 0, 1, "00".repeat(16_384)));
        assertThat(sent()).isEmpty();
        send(frame(0, 0, 1, "00".repeat(16_384)));
        assertThat(sent()).containsExactly("8:0:1:00008000");
    }

    @Test
    void whatAStreamLeftIsTheConnectionsAgainWhenItIsReset() {
        greeted();
        crediting = false;
        send(frame(1, 4, 1, REQUEST));
        for (var i = 0; i < 4; i++) {
            send(frame(0, 0, 1, "00".repeat(16_384)));
        }
        assertThat(sent()).isEmpty();

        send(frame(3, 0, 1, "00000008"));

        assertThat(sent()).containsExactly("8:0:0:00010000");
    }

    @Test
    void aStreamThatSendsMoreThanItsWindowIsReset() {
        greeted();
        send(frame(1, 4, 1, REQUEST));
        crediting = false;

        for (var i = 0; i < 5; i++) {
            send(frame(0, 0, 1, "00".repeat(16_384)));
        }

        assertThat(heard.getLast()).isEqualTo("lost: HTTP/2: more than stream 1 was allowed");
    }

    @Test
    void resetsWithoutEndEndTheConnection() {
        greeted();
        for (var i = 0; i < CHURN; i++) {
            send(frame(1, 4, 2 * i + 1, REQUEST), frame(3, 0, 2 * i + 1, "00000008"));
        }

        endsWith(11, "too many streams opened and reset");
        assertThat(opened).hasSize(CHURN / 2);
    }

    @Test
    void oneStreamMoreThanAllowedIsRefused() {
        greeted();
        for (var i = 0; i < 5; i++) {
            send(frame(1, 4, 2 * i + 1, REQUEST));
        }

        assertThat(sent()).containsExactly("3:0:9:00000007");
    }

    @Test
    void headersThatDoNotEndEndTheConnection() {
        greeted();
        send(frame(1, 0, 1, REQUEST));
        for (var i = 0; i < 9; i++) {
            send(frame(9, 0, 1, ""));
        }

        endsWith(11, "headers of stream 1 do not end");
    }

    @Test
    void framesWithoutDataEndTheConnection() {
        greeted();
        send(frame(1, 4, 1, REQUEST));
        for (var i = 0; i <= 100; i++) {
            send(frame(0, 0, 1, ""));
        }

        endsWith(11, "too many DATA frames without data");
    }

    @Test
    void pingsWhoseAnswersAreNotReadEndTheConnection() {
        greeted();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        for (var i = 0; i <= 1000; i++) {
            send(frame(6, 0, 0, "0102030405060708"));
        }

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aPingIsAnsweredWithItsContent() {
        greeted();
        send(frame(6, 0, 0, "0102030405060708"));

        assertThat(sent()).containsExactly("6:1:0:0102030405060708");
    }

    @Test
    void aFrameThatIsTooLongEndsTheConnection() {
        greeted();
        send("004001 06 00 00000000");

        endsWith(6, "a frame has 16385 bytes");
    }

    @Test
    void dataOnAStreamThatWasNeverOpenedEndsTheConnection() {
        greeted();
        send(frame(0, 0, 1, "00"));

        endsWith(1, "DATA on stream 1, never opened");
    }

    @Test
    void anotherFrameBetweenHeadersEndsTheConnection() {
        greeted();
        send(frame(1, 0, 1, REQUEST), frame(6, 0, 0, "0102030405060708"));

        endsWith(1, "header frames do not follow each other");
    }

    @Test
    void aWindowBeyondTwoGigabytesEndsTheConnection() {
        greeted();
        send(frame(8, 0, 0, "7fffffff"));

        endsWith(3, "a window update of 2147483647 bytes");
    }

    @Test
    void aFirstFrameOtherThanSettingsEndsTheConnection() {
        send(frame(1, 4, 1, REQUEST));

        endsWith(1, "the first frame is not SETTINGS");
    }
}
