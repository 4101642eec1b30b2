package io.mooring.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.kube.HttpHead.Field;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpHeadTest {

    @Test
    void aHeadIsReadAndNothingThatFollowsIt() throws IOException {
        var in = stream("HTTP/1.1 101 Switching Protocols\r\nA: 1\r\nb:  2 \r\na: 3\n\r\nbody");

        var head = HttpHead.read(in);

        assertThat(head.status()).isEqualTo(101);
        assertThat(head.all("a")).containsExactly("1", "3");
        assertThat(head.first("B")).contains("2");
        assertThat(head.first("c")).isEmpty();
        assertThat(in.readAllBytes()).isEqualTo("body".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        var head =
                new HttpHead(
                        "GET / HTTP/1.1",
                        List.of(
                                new Field("A", "1"),
                                new Field("A", ""),
                                // as kube-apiserver tells of a user to another API server
                                new Field("X-Remote-Extra-A.io%2fcredential-id", "1")));

        assertThat(HttpHead.read(new ByteArrayInputStream(head.bytes()))).isEqualTo(head);
    }

    @Test
    void aHeadThatEndsTooEarlyIsToldFromOneThatIsNone() {
        assertThatThrownBy(() -> HttpHead.read(stream("GET / HTTP/1.1\r\nA: 1\r\n")))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> HttpHead.read(stream("GET / HTTP/1.1\r\nA\r\n\r\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no field");
        assertThatThrownBy(() -> HttpHead.read(stream("x".repeat(70_000))))
                .hasMessageContaining("longer");
        assertThatThrownBy(() -> HttpHead.read(stream("G\r\n" + "a: b\r\n".repeat(20_000))))
                .hasMessageContaining("longer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1", "HTTP/2 200", "HTTP/1.1 20", "HTTP/1.1 900 x", ""})
    void whatIsNoAnswerHasNoCode(String line) {
        assertThatThrownBy(() -> new HttpHead(line, List.of()).status())
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nEvil: 1", "a\nb", "a\0b"})
    void aValueCannotBecomeAnotherField(String value) {
        assertThatThrownBy(() -> new Field("A", value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsTextHoldsNeitherTokensNorWhatACommandIsGiven() {
        var head =
                new HttpHead(
                        "POST /exec?command=secret HTTP/1.1",
                        List.of(new Field("Authorization", "Bearer t")));

        assertThat(head.toString() + head.fields()).doesNotContain("secret", "Bearer");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
