package io.mooring.provider.resources.host.docker;

import io.mooring.provider.resources.host.ControlPlaneImage;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.WantedCluster;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sees to it that an engine has the image of a control plane.
final class Images {

    /// A name, then what is after the last colon that is no port's.
    private static final Pattern TAGGED = Pattern.compile("(.+?)(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?");

    private static final int LONGEST_LINE = 1024 * 1024;

    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private Images() {}

    /// The image of a control plane: `NAME:TAG`, or `NAME@DIGEST`.
    static String reference(DockerPlace place, WantedCluster wanted) {
        String image = place.image().orElse(ControlPlaneImage.NAME);
        return image.contains("@") || tag(image).isPresent()
                ? image
                : image + ":" + ControlPlaneImage.tag(wanted.config());
    }

    private static Optional<String> tag(String image) {
        int slash = image.lastIndexOf('/');
        int colon = image.indexOf(':', slash + 1);
        return colon < 0 ? Optional.empty() : Optional.of(image.substring(colon + 1));
    }

    /// Loads it from the archive that was named, or pulls it, unless it is there.
    static void ensure(Engine engine, DockerPlace place, WantedCluster wanted, Progress progress) {
        String reference = reference(place, wanted);
        if (isThere(engine, reference)) {
            return;
        }
        if (place.imageArchive().isPresent()) {
            load(engine, place.imageArchive().get(), reference, wanted, progress);
        } else {
            pull(engine, reference, wanted, progress);
        }
    }

    private static boolean isThere(Engine engine, String reference) {
        return engine.find("/images/" + reference + "/json").isPresent();
    }

    private static void load(
            Engine engine,
            Path archive,
            String reference,
            WantedCluster wanted,
            Progress progress) {
        if (!Files.isReadable(archive) || Files.isDirectory(archive)) {
            throw new HostFailure.Unusable(
                    "starting %s: the archive of its image, %s, cannot be read; make it with `make image` or name another in host.docker.imageArchive"
                            .formatted(wanted, archive));
        }
        progress.say("loading image " + reference + " from " + archive);
        Optional<String> error =
                engine.read(
                        EngineRequest.of("POST", "/images/load")
                                .with("quiet", "true")
                                .tar(archive)
                                .within(limit(progress)),
                        body -> lastError(body, progress, ""));
        if (error.isPresent()) {
            throw new HostFailure.Unusable(
                    "starting %s: the engine does not take %s as an image: %s"
                            .formatted(wanted, archive, error.get()));
        }
        if (!isThere(engine, reference)) {
            throw new HostFailure.Unusable(
                    "starting %s: %s holds no image %s; name the right one in host.docker.imageArchive, or its image in host.docker.image"
                            .formatted(wanted, archive, reference));
        }
    }

    private static void pull(
            Engine engine, String reference, WantedCluster wanted, Progress progress) {
        progress.say("pulling image " + reference);
        var request =
                EngineRequest.of("POST", "/images/create")
                        .with("fromImage", repository(reference))
                        .within(limit(progress));
        Optional<String> tag = reference.contains("@") ? Optional.empty() : tag(reference);
        Optional<String> error;
        try {
            error =
                    engine.read(
                            tag.map(it -> request.with("tag", it)).orElse(request),
                            body -> lastError(body, progress, "pulling image " + reference));
        } catch (EngineFailure e) {
            error = Optional.of(e.said());
        }
        if (error.isPresent()) {
            throw new HostFailure.Unusable(
                    "starting %s: the engine has no image %s and cannot pull it: %s; make it with `make image` and name the archive in host.docker.imageArchive, or push it to a registry and name it in host.docker.image"
                            .formatted(wanted, reference, error.get()));
        }
    }

    private static String repository(String reference) {
        if (reference.contains("@")) {
            return reference;
        }
        Matcher matcher = TAGGED.matcher(reference);
        return matcher.matches() && tag(reference).isPresent() ? matcher.group(1) : reference;
    }

    private static Duration limit(Progress progress) {
        Duration left = progress.remaining();
        if (left.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    /// Reads what comes while the engine works, a line of JSON for each step.
    private static Optional<String> lastError(InputStream body, Progress progress, String saying)
            throws IOException {
        Optional<String> error = Optional.empty();
        var lines = new BufferedInputStream(body);
        for (byte[] line = line(lines); line.length > 0; line = line(lines)) {
            if (new String(line, StandardCharsets.UTF_8).isBlank()) {
                continue;
            }
            JsonNode step = JsonMapper.shared().readTree(line);
            String said = step.path("error").asString("");
            if (!said.isEmpty()) {
                error = Optional.of(said);
            } else if (!saying.isEmpty() && !step.path("id").isMissingNode()) {
                progress.say(saying + ": " + step.path("status").asString(""));
            }
        }
        return error;
    }

    /// @return with its end, empty after the last
    private static byte[] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (line.size() == LONGEST_LINE) {
                throw new IOException(
                        "a line of it is longer than %d bytes".formatted(LONGEST_LINE));
            }
            line.write(next);
            if (next == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }
}
