package io.mooring.kube;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The first line and the fields of an HTTP/1.1 request or answer: all that comes before its body.
///
/// @param fields in their order; a name may come more than once
public record HttpHead(String line, List<Field> fields) {
    private static final int MOST_BYTES = 64 * 1024;

    /// One field. Its text shows the name alone: a value can be a token.
    public record Field(String name, String value) {
        public Field {
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || value.matches("(?s).*[\r\n\0].*")) {
                throw new IllegalArgumentException("this is no field of an HTTP head");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public HttpHead {
        fields = List.copyOf(fields);
    }

    /// Reads a head, and nothing that follows it.
    ///
    /// @throws EOFException if it ends before it is complete
    /// @throws IOException if it is none, or one of unusual length
    public static HttpHead read(InputStream in) throws IOException {
        var line = line(in, MOST_BYTES);
        int left = MOST_BYTES - line.length();
        var fields = new ArrayList<Field>();
        for (var next = line(in, left); !next.isEmpty(); next = line(in, left)) {
            left -= next.length();
            fields.add(field(next));
        }
        return new HttpHead(line, fields);
    }

    private static String line(InputStream in, int most) throws IOException {
        var bytes = new ByteArrayOutputStream(128);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended within the head of a message");
            }
            if (bytes.size() >= most) {
                throw new IOException("the head of a message is longer than " + MOST_BYTES);
            }
            bytes.write(next);
        }
        var text = bytes.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static Field field(String line) throws IOException {
        int colon = line.indexOf(':');
        try {
            return new Field(
                    line.substring(0, Math.max(0, colon)), line.substring(colon + 1).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("the head of a message has a line that is no field", e);
        }
    }

    /// The values of all fields of that name, however it is written.
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /// The code of an answer.
    ///
    /// @throws IOException if this is none
    public int status() throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new IOException("this is no answer of HTTP/1.1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    /// As it goes over the wire.
    public byte[] bytes() {
        var text = new StringBuilder(line).append("\r\n");
        for (var field : fields) {
            text.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Not the fields: they can hold tokens, and the line what a command is given.
    @Override
    public String toString() {
        return line.split("[ ?]", 3)[0] + " ...";
    }
}
