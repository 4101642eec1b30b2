package io.mooring.image;

import io.mooring.registry.Blob;
import io.mooring.registry.Manifest;
import io.mooring.registry.Repository;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// Brings an image into a repository: one for an architecture, or an index of several. What the
/// repository has already is not sent again.
final class ImagePush {

    private final Repository to;
    private final Consumer<String> progress;
    private long sentBytes;

    /// @param digest of what the tag is of now
    /// @param sentBytes of blobs
    record Pushed(String digest, long sentBytes) {}

    ImagePush(Repository to, Consumer<String> progress) {
        this.to = to;
        this.progress = progress;
    }

    Pushed push(List<ImageLayout> images, String tag) throws IOException {
        for (ImageLayout image : images) {
            for (Blob blob : image.blobs()) {
                send(blob);
            }
        }
        Manifest tagged = images.getFirst().manifest();
        if (images.size() > 1) {
            for (ImageLayout image : images) {
                put(image.manifest().digest(), image.manifest());
            }
            tagged = new ImageIndex(images).manifest();
        }
        put(tag, tagged);
        return new Pushed(tagged.digest(), sentBytes);
    }

    private void send(Blob blob) {
        boolean isNew = to.upload(blob);
        sentBytes += isNew ? blob.size() : 0;
        progress.accept(
                "%s %6.1f MB  %s"
                        .formatted(
                                blob.digest().substring(0, "sha256:".length() + 12),
                                blob.size() / 1e6,
                                isNew ? "sent" : "is there"));
    }

    private void put(String reference, Manifest manifest) {
        boolean isThere = to.manifest(reference).filter(manifest::equals).isPresent();
        if (!isThere) {
            to.put(reference, manifest);
        }
    }
}
