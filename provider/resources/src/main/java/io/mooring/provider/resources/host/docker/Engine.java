package io.mooring.provider.resources.host.docker;

import io.mooring.kube.HttpHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the Engine API, which has one connection for each call. Thread-safe.
final class Engine {

    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final EngineEndpoint endpoint;
    // found out by the first call
    private volatile @Nullable ApiVersion version;

    Engine(EngineEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    EngineEndpoint endpoint() {
        return endpoint;
    }

    /// The answer's JSON.
    ///
    /// @throws EngineFailure if there is no success
    JsonNode call(EngineRequest request) {
        return read(
                request,
                body -> {
                    byte[] bytes = body.readNBytes(MOST_BYTES);
                    return bytes.length == 0
                            ? JsonMapper.shared().nullNode()
                            : JsonMapper.shared().readTree(bytes);
                });
    }

    /// The answer's JSON, empty if there is no such thing.
    Optional<JsonNode> find(String path) {
        try {
            return Optional.of(call(EngineRequest.of("GET", path)));
        } catch (EngineFailure e) {
            return ifFound(e);
        }
    }

    /// @return whether there was something of that name
    boolean delete(EngineRequest request) {
        try {
            call(request);
            return true;
        } catch (EngineFailure e) {
            return ifFound(e).isPresent();
        }
    }

    static <T> Optional<T> ifFound(EngineFailure failure) {
        if (failure.isNotFound()) {
            return Optional.empty();
        }
        throw failure;
    }

    /// What is to be made of a body.
    interface Reader<T> {
        T read(InputStream body) throws IOException;
    }

    /// What the reader makes of the answer's body.
    ///
    /// @throws EngineFailure if there is no success
    <T> T read(EngineRequest request, Reader<T> reader) {
        return exchange(version().path(), request, reader);
    }

    /// Opens a connection that both sides write on, by a call that asks for it. The caller closes
    /// the answer, and with it the connection.
    EngineAnswer upgrade(EngineRequest request) {
        String prefix = version().path();
        EngineWire wire = open(request);
        try {
            EngineAnswer answer = sent(wire, prefix, request, true);
            if (answer.isSuccess()) {
                return answer;
            }
            throw refusal(answer);
        } catch (IOException e) {
            wire.close();
            throw broken(wire, request, e);
        } catch (EngineFailure e) {
            wire.close();
            throw e;
        }
    }

    private EngineWire open(EngineRequest request) {
        try {
            return EngineWire.open(endpoint, request.limit());
        } catch (FileSystemException e) {
            throw local(request, e);
        } catch (IOException e) {
            throw new EngineFailure(
                    "no container engine answers at %s (%s: %s); start it, or name another by host.docker.endpoint or DOCKER_HOST"
                            .formatted(endpoint, request, why(e)),
                    e);
        }
    }

    private ApiVersion version() {
        ApiVersion known = version;
        if (known == null) {
            known =
                    exchange(
                            "",
                            EngineRequest.of("GET", "/version"),
                            body ->
                                    ApiVersion.agreed(
                                            endpoint,
                                            JsonMapper.shared()
                                                    .readTree(body.readNBytes(MOST_BYTES))));
            version = known;
        }
        return known;
    }

    private <T> T exchange(String prefix, EngineRequest request, Reader<T> reader) {
        try (EngineWire wire = open(request)) {
            try (EngineAnswer answer = sent(wire, prefix, request, false)) {
                if (!answer.isSuccess()) {
                    throw refusal(answer);
                }
                return reader.read(answer.body());
            } catch (IOException e) {
                throw broken(wire, request, e);
            }
        } catch (JacksonException e) {
            throw new EngineFailure(
                    "what answers at %s to %s is no container engine: its answer is no JSON"
                            .formatted(endpoint, request),
                    e);
        }
    }

    private EngineAnswer sent(
            EngineWire wire, String prefix, EngineRequest request, boolean upgrades)
            throws IOException {
        var fields = new ArrayList<HttpHead.Field>();
        fields.add(new HttpHead.Field("Host", "engine"));
        fields.add(new HttpHead.Field("User-Agent", "mooring"));
        if (upgrades) {
            fields.add(new HttpHead.Field("Connection", "Upgrade"));
            fields.add(new HttpHead.Field("Upgrade", "tcp"));
        } else {
            fields.add(new HttpHead.Field("Connection", "close"));
        }
        if (!request.contentType().isEmpty()) {
            fields.add(new HttpHead.Field("Content-Type", request.contentType()));
        }
        if (!request.method().equals("GET")) {
            fields.add(new HttpHead.Field("Content-Length", Long.toString(request.length())));
        }
        var head =
                new HttpHead(
                        request.method() + " " + request.target(prefix) + " HTTP/1.1",
                        List.copyOf(fields));
        try (InputStream content = request.content()) {
            OutputStream out = wire.out();
            out.write(head.bytes());
            content.transferTo(out);
            out.flush();
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // it may have answered before it had read all, and said why
            return earlyAnswer(wire, e);
        }
        return EngineAnswer.read(wire);
    }

    private static EngineAnswer earlyAnswer(EngineWire wire, IOException cause) throws IOException {
        try {
            return EngineAnswer.read(wire);
        } catch (IOException _) {
            throw cause;
        }
    }

    private static EngineFailure refusal(EngineAnswer answer) throws IOException {
        String text =
                new String(answer.body().readNBytes(64 * 1024), StandardCharsets.UTF_8).strip();
        return new EngineFailure(answer.status(), message(text, answer.status()));
    }

    private static String message(String text, int status) {
        try {
            String message = JsonMapper.shared().readTree(text).path("message").asString("");
            return message.isEmpty() ? "HTTP " + status : message.strip();
        } catch (JacksonException _) {
            return text.isEmpty() ? "HTTP " + status : text;
        }
    }

    /// Tells what went wrong on a connection that there was.
    EngineFailure broken(EngineWire wire, EngineRequest request, IOException e) {
        if (wire.isExpired()) {
            return new EngineFailure(
                    "the engine at %s did not finish its answer to %s in %d s"
                            .formatted(endpoint, request, request.limit().toSeconds()),
                    e);
        }
        if (e instanceof FileSystemException file) {
            return local(request, file);
        }
        return new EngineFailure(
                "the engine at %s gave no usable answer to %s: %s; if it was stopped meanwhile, start it and run this again"
                        .formatted(endpoint, request, why(e)),
                e);
    }

    private EngineFailure local(EngineRequest request, FileSystemException e) {
        String reason = e.getReason() == null ? "cannot be read" : e.getReason();
        return new EngineFailure(
                "for %s to the engine at %s, a file of this machine is needed: %s: %s"
                        .formatted(request, endpoint, e.getFile(), reason),
                e);
    }

    private static String why(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
