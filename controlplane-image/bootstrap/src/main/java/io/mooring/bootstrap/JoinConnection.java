package io.mooring.bootstrap;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedNioFile;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: takes a request, has it answered, writes the answer, and only then reads on.
///
/// A request must be complete within [#REQUEST_SECONDS]; an answer may take as long as its reader
/// makes progress.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class JoinConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(JoinConnection.class);
    private static final int REQUEST_SECONDS = 30;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final JoinAnswers answers;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean answering;

    JoinConnection(JoinAnswers answers) {
        this.answers = answers;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        awaitRequest(context);
        context.fireChannelActive();
    }

    private void awaitRequest(ChannelHandlerContext context) {
        answering = false;
        deadline =
                context.executor()
                        .schedule(() -> context.close(), REQUEST_SECONDS, TimeUnit.SECONDS);
        context.channel().config().setAutoRead(true);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http) {
        if (answering) {
            context.close();
            return;
        }
        answering = true;
        context.channel().config().setAutoRead(false);
        stopClock();
        boolean keepAlive = HttpUtil.isKeepAlive(http);
        if (http.decoderResult().isFailure()) {
            write(context, Reply.problem(400, "this is no HTTP/1.1 request"), false);
            return;
        }
        answers.answer(
                request(context, http),
                reply -> context.executor().execute(() -> write(context, reply, keepAlive)));
    }

    private static JoinRequest request(ChannelHandlerContext context, FullHttpRequest http) {
        var body = new byte[http.content().readableBytes()];
        http.content().readBytes(body);
        var uri = new QueryStringDecoder(http.uri());
        return new JoinRequest(
                http.method().name(),
                uri.path(),
                uri.parameters().getOrDefault("arch", List.of()).stream().findFirst(),
                Optional.ofNullable(http.headers().get(HttpHeaderNames.AUTHORIZATION)),
                certificate(context),
                body);
    }

    private static Optional<X509Certificate> certificate(ChannelHandlerContext context) {
        var tls = context.pipeline().get(SslHandler.class);
        try {
            var shown = tls.engine().getSession().getPeerCertificates();
            return shown.length > 0 && shown[0] instanceof X509Certificate leaf
                    ? Optional.of(leaf)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    private void write(ChannelHandlerContext context, Reply reply, boolean keepAlive) {
        var written =
                switch (reply) {
                    case Reply.Text text -> writeText(context, text, keepAlive);
                    case Reply.File(var file) -> writeFile(context, file, keepAlive);
                };
        written.addListener(done -> {
            if (done.isSuccess() && keepAlive) {
                awaitRequest(context);
            } else {
                context.close();
            }
        });
    }

    private static ChannelFuture writeText(
            ChannelHandlerContext context, Reply.Text reply, boolean keepAlive) {
        var bytes = reply.text().getBytes(StandardCharsets.UTF_8);
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(reply.status()),
                        Unpooled.wrappedBuffer(bytes));
        head(response, reply.contentType(), bytes.length, keepAlive);
        if (reply.status() == 401) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        return context.writeAndFlush(response);
    }

    private static ChannelFuture writeFile(
            ChannelHandlerContext context, Path file, boolean keepAlive) {
        try {
            var bytes = FileChannel.open(file, StandardOpenOption.READ);
            var content = new ChunkedNioFile(bytes, 0, bytes.size(), CHUNK_BYTES);
            var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head(response, "application/octet-stream", bytes.size(), keepAlive);
            context.write(response);
            return context.writeAndFlush(new HttpChunkedInput(content));
        } catch (IOException e) {
            LOG.warn("file={} cannot be read: {}", file, e.getMessage());
            return writeText(
                    context,
                    new Reply.Text(500, "text/plain", "this file cannot be read on the server\n"),
                    keepAlive);
        }
    }

    private static void head(HttpResponse response, String type, long length, boolean keepAlive) {
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, length);
        HttpUtil.setKeepAlive(response, keepAlive);
    }

    private void stopClock() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("the client went away: {}", cause.toString());
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopClock();
        context.fireChannelInactive();
    }
}
