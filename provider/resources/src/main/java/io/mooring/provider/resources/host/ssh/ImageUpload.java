package io.mooring.provider.resources.host.ssh;

import io.mooring.api.KubernetesVersion;
import io.mooring.provider.resources.host.ControlPlaneImage;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.WantedCluster;
import io.mooring.registry.Descriptor;
import io.mooring.registry.RegistryException;
import io.mooring.ssh.Input;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Sees to it that a machine has the image of a control plane, unpacked.
///
/// @param environment says what to log in with at a registry
record ImageUpload(Remote remote, WantedCluster wanted, Map<String, String> environment) {

    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final long MEBIBYTE = 1L << 20;

    private static final Map<String, String> ARCHITECTURES =
            Map.of("x86_64", "amd64", "aarch64", "arm64");

    /// Reads what there is to run on such a machine; sends nothing.
    ///
    /// @param machine as `uname -m` has it
    SystemImage image(String machine) {
        String architecture = ARCHITECTURES.get(machine);
        if (architecture == null) {
            throw failure("there is no control plane for processors of the kind " + machine, null);
        }
        try (ImageStore store = store()) {
            SystemImage image = SystemImage.read(store, architecture);
            String release = KubernetesVersion.wanted(wanted.config()).orElseThrow().toString();
            if (image.release().filter(it -> !it.equals(release)).isPresent()) {
                throw failure(
                        "%s runs Kubernetes %s, and %s is wanted; name the image of that release"
                                .formatted(source(), image.release().get(), release),
                        null);
            }
            return image;
        } catch (IOException | RegistryException e) {
            throw unreadable(e);
        }
    }

    /// Sends it, unless the machine has it.
    void ensure(SystemImage image, Progress progress) {
        Map<String, String> named = Map.of("image", image.id());
        if (remote.call("look", named).has("image")) {
            return;
        }
        try (ImageStore store = store()) {
            remote.call("begin", named);
            long sent = 0;
            for (Descriptor layer : image.layers()) {
                progress.say(
                        "sending the image to %s: %d of %d MiB"
                                .formatted(
                                        remote.place(), sent / MEBIBYTE, image.bytes() / MEBIBYTE));
                send(store, layer, named, progress);
                sent += layer.size();
            }
            remote.call("seal", named);
        } catch (IOException | RegistryException e) {
            throw unreadable(e);
        }
    }

    private void send(
            ImageStore store, Descriptor layer, Map<String, String> named, Progress progress)
            throws IOException {
        var broken = new AtomicReference<@Nullable IOException>();
        Input input = () -> new Watched(store.blob(layer), broken);
        Duration left = progress.remaining();
        Duration limit =
                left.compareTo(SHORTEST) < 0
                        ? SHORTEST
                        : left.compareTo(LONGEST) < 0 ? left : LONGEST;
        try {
            remote.call("layer", named, input, limit);
        } finally {
            // the machine only sees that it has ended
            IOException cause = broken.get();
            if (cause != null) {
                throw cause;
            }
        }
    }

    private ImageStore store() throws IOException {
        SshPlace place = remote.place();
        if (place.imageArchive().isPresent()) {
            Path archive = place.imageArchive().get();
            if (!Files.isReadable(archive) || Files.isDirectory(archive)) {
                throw new IOException("the file cannot be read; make it with `make image`");
            }
            return ArchiveStore.open(archive);
        }
        return RegistryStore.open(reference(place.image().orElseThrow()), environment);
    }

    /// With the tag of this version where none is given.
    private String reference(String image) {
        boolean whole = image.indexOf(':', image.lastIndexOf('/') + 1) >= 0;
        return whole ? image : image + ":" + ControlPlaneImage.tag(wanted.config());
    }

    private String source() {
        return remote.place().imageArchive().map(Path::toString).or(() -> image()).orElseThrow();
    }

    private Optional<String> image() {
        return remote.place().image().map(this::reference);
    }

    private HostFailure.Unusable unreadable(Exception cause) {
        return failure(
                "reading its image from %s: %s".formatted(source(), cause.getMessage()), cause);
    }

    private HostFailure.Unusable failure(String reason, @Nullable Throwable cause) {
        return new HostFailure.Unusable(
                "%s on %s: %s".formatted(remote.attempt(), remote.place(), reason), cause);
    }

    /// Tells when it cannot be read to its end.
    private static final class Watched extends FilterInputStream {
        private final AtomicReference<@Nullable IOException> broken;

        Watched(InputStream in, AtomicReference<@Nullable IOException> broken) {
            super(in);
            this.broken = broken;
            broken.set(null);
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (IOException e) {
                broken.set(e);
                throw e;
            }
        }
    }
}
