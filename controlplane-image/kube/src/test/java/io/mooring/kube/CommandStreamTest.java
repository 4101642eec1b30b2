package io.mooring.kube;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandStreamTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final CommandStream stream = new CommandStream("run it");
    private final Container container = new Container(stream);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void whatItIsGivenGoesInAndWhatItWritesComesOut() throws IOException {
        container.says(1, "").says(1, "first ").says(2, "a note").says(1, "second");
        container.says(3, "{\"status\": \"Success\"}");

        var ended = run();

        assertThat(ended).isEqualTo(new ContainerCommand.Ended(0, "a note"));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("first second");
        assertThat(container.heard).containsExactly("\0swordfish\n");
        assertThat(container.closed).isTrue();
        assertThat(container.mostAskedFor).isEqualTo(1);
    }

    @Test
    void itsExitCodeAndItsErrorsAreTold() throws IOException {
        container.says(2, "no such cluster");
        container.says(
                3,
                """
                {"status": "Failure", "message": "command terminated with exit code 1",
                 "details": {"causes": [{"reason": "ExitCode", "message": "1"}]}}
                """);

        assertThat(run()).isEqualTo(new ContainerCommand.Ended(1, "no such cluster"));
    }

    @Test
    void whyItWasNotRunIsToldWhereItCouldSayNothing() throws IOException {
        container.says(3, "{\"status\": \"Failure\", \"message\": \"no such program\"}");

        assertThat(run()).isEqualTo(new ContainerCommand.Ended(-1, "no such program"));
    }

    @Test
    void aConnectionThatEndsBeforeItIsNoSuccess() {
        container.says(1, "half");
        container.ends();

        assertThatThrownBy(this::run)
                .isInstanceOf(KubeFailure.Unavailable.class)
                .hasMessage(
                        "run it: the connection ended before the command: it was closed with code 1006 gone");
        assertThat(container.closed).isTrue();
    }

    @Test
    void whoeverTakesNoMoreOutputEndsIt() {
        container.says(1, "much");
        var full =
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("no space left");
                    }
                };

        assertThatThrownBy(() -> stream.run(container, new Secret("x"), full, LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
        assertThat(container.closed).isTrue();
    }

    @Test
    void aCommandThatDoesNotEndIsNotWaitedForForEver() {
        assertThatThrownBy(() -> stream.run(container, new Secret("x"), out, Duration.ZERO))
                .isInstanceOf(KubeFailure.Timeout.class)
                .hasMessage("run it: it was not done in time");
    }

    @Test
    void theWordsOfACommandAreNothingButWords() {
        var pod = ObjectRef.of(ResourceKind.POD, "tenants", "shop-0");
        var command =
                new ContainerCommand(
                        pod, "control-plane", List.of("java", "@a b", "--x=1&y"), new Secret("s"));

        assertThat(command.path())
                .isEqualTo(
                        "/api/v1/namespaces/tenants/pods/shop-0/exec?stdin=true&stdout=true&stderr=true"
                                + "&container=control-plane&command=java&command=%40a%20b&command=--x%3D1%26y");
        assertThat(command)
                .hasToString("command in container control-plane of pods tenants/shop-0");
    }

    @Test
    void muchInputGoesInPiecesInOrderWhileItAnswers() throws IOException {
        String much = "0123456789".repeat(20_000);
        container.saysAfterHearing(much.length(), 1, "taken");
        container.says(3, "{\"status\": \"Success\"}");

        var ended = stream.feed(container, in -> in.write(much.getBytes(US_ASCII)), out, LIMIT);

        assertThat(ended.code()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("taken");
        assertThat(container.heard).hasSize(4).allMatch(piece -> piece.startsWith("\0"));
        assertThat(String.join("", container.heard).replace("\0", "")).isEqualTo(much);
        assertThat(container.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inputThatCannotBeHadEndsIt(boolean checked) {
        var broken = new IOException("the disk is broken");
        assertThatThrownBy(() ->
                        stream.feed(
                                container,
                                _ -> {
                                    if (checked) {
                                        throw broken;
                                    }
                                    throw new UncheckedIOException(broken.getMessage(), broken);
                                },
                                out,
                                LIMIT))
                .isInstanceOf(KubeFailure.Unavailable.class)
                .hasMessage(
                        "run it: the connection ended before the command: handing its input over: the disk is broken");
        assertThat(container.closed).isTrue();
    }

    private ContainerCommand.Ended run() throws IOException {
        return stream.run(container, new Secret("swordfish\n"), out, LIMIT);
    }

    /// The other side: says one thing whenever it is asked, the first without being asked. One
    /// thread speaks to it, or two in turn.
    private static final class Container implements WebSocket {

        private final CommandStream listener;
        private final Queue<Runnable> toSay = new ArrayDeque<>();
        private final List<String> heard = new ArrayList<>();
        private int toHear;
        private int askedFor = 1;
        private int mostAskedFor = 1;
        private boolean closed;

        Container(CommandStream listener) {
            this.listener = listener;
        }

        Container says(int channel, String text) {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            var message = ByteBuffer.allocate(1 + content.length);
            message.put((byte) channel).put(content).flip();
            return does(() -> listener.onMessage(this, message));
        }

        /// The same, and what is to be said after it, once it has heard so much.
        void saysAfterHearing(int characters, int channel, String text) {
            toHear = characters;
            says(channel, text);
        }

        void ends() {
            does(() -> listener.onClose(this, 1006, "gone"));
        }

        private Container does(Runnable next) {
            toSay.add(next);
            sayOn();
            return this;
        }

        private void sayOn() {
            if (toHear <= 0 && askedFor > 0 && !toSay.isEmpty()) {
                askedFor--;
                toSay.remove().run();
            }
        }

        @Override
        public void request() {
            askedFor++;
            mostAskedFor = Math.max(mostAskedFor, askedFor);
            sayOn();
        }

        @Override
        public boolean send(ByteBuffer buffer) {
            toHear -= buffer.remaining() - 1;
            heard.add(StandardCharsets.UTF_8.decode(buffer).toString());
            if (toHear <= 0 && heard.size() > 1) {
                sayOn();
            }
            return true;
        }

        @Override
        public boolean sendClose(int code, String reason) {
            closed = true;
            return true;
        }

        @Override
        public long queueSize() {
            return 0;
        }
    }
}
