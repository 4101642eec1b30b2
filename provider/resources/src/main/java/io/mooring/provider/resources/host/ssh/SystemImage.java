package io.mooring.provider.resources.host.ssh;

import io.mooring.registry.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The image of a control plane for one kind of processor.
///
/// @param id the digest of its configuration, without its algorithm
/// @param release the Kubernetes that it runs, if it says so
record SystemImage(
        String id, Optional<String> release, List<String> program, List<Descriptor> layers) {

    private static final int DEEPEST = 3;
    private static final String PROGRAM = "/opt/mooring/";

    /// @param architecture as images call it: `amd64`, `arm64`
    /// @throws IOException also for an image that is not a control plane's, or has nothing for that
    ///   processor
    static SystemImage read(ImageStore store, String architecture) throws IOException {
        JsonNode manifest = manifest(store, store.top(), architecture, DEEPEST);
        Descriptor config = Descriptor.of(manifest.path("config"));
        if (config.size() > ImageStore.LARGEST_DOCUMENT) {
            throw ImageStore.tooLarge(config.digest(), config.size());
        }
        JsonNode told;
        try (InputStream in = store.blob(config)) {
            told = ImageStore.document(config.digest(), in.readAllBytes());
        }
        String processor = told.path("architecture").asString("");
        if (!processor.equals(architecture)) {
            throw new IOException(
                    "it is for " + processor + ", and the machine is " + architecture);
        }
        List<String> program = texts(told.path("config").path("Entrypoint"));
        if (program.isEmpty() || !program.getFirst().startsWith(PROGRAM)) {
            throw new IOException("it is not the image of a control plane: it runs " + program);
        }
        var layers = new ArrayList<Descriptor>();
        manifest.path("layers").forEach(layer -> layers.add(Descriptor.of(layer)));
        return new SystemImage(
                config.digest().substring(config.digest().indexOf(':') + 1),
                told.path("config").path("Labels").path("io.mooring.kubernetes").stringValueOpt(),
                program,
                List.copyOf(layers));
    }

    private static JsonNode manifest(
            ImageStore store, JsonNode document, String architecture, int depth)
            throws IOException {
        JsonNode choices = document.path("manifests");
        if (choices.isMissingNode()) {
            return document;
        }
        for (JsonNode each : choices) {
            String processor = each.path("platform").path("architecture").asString(architecture);
            if (depth > 0 && processor.equals(architecture)) {
                return manifest(
                        store, store.manifest(Descriptor.of(each)), architecture, depth - 1);
            }
        }
        throw new IOException("it has nothing for processors of the kind " + architecture);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(each -> each.asString("")).toList();
    }

    long bytes() {
        return layers.stream().mapToLong(Descriptor::size).sum();
    }
}
