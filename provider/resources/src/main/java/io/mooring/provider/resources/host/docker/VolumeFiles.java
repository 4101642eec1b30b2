package io.mooring.provider.resources.host.docker;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The files of a control plane, in the volume of its container, whether that runs or not.
///
/// They go in and out as archives: what is in them is in nothing that the engine shows or keeps
/// elsewhere. A file cannot be removed in this way; one that says nothing is empty.
record VolumeFiles(Engine engine, String cluster) {

    /// Where the volume is mounted. Its root belongs to the engine; what is in it is ours.
    static final String VOLUME = "/data";

    /// What the server is told.
    static final String CONFIG = VOLUME + "/host/config.yaml";

    /// What it keeps.
    static final String DATA = VOLUME + "/mooring";

    private static final String OURS = "host";
    private static final String PAUSED = "host/paused";

    Optional<String> config() {
        return read(CONFIG);
    }

    /// Has the server find this, as a whole: a reader sees the old text, none, or the new one.
    void writeConfig(String yaml) {
        Optional<String> before = config();
        if (before.filter(yaml::equals).isPresent()) {
            return;
        }
        Tar archive = Tar.of().directory(OURS);
        if (before.isEmpty()) {
            archive.directory("mooring");
        }
        // a file is written piece by piece, a link is there at once
        write(
                archive.file("host/config.yaml.new", yaml.getBytes(StandardCharsets.UTF_8))
                        .link("host/config.yaml", "host/config.yaml.new"));
    }

    /// Since when it is paused, as ISO 8601 has it. It means nothing while the container runs.
    Optional<String> pausedSince() {
        return read(VOLUME + "/" + PAUSED).map(String::strip).filter(text -> !text.isEmpty());
    }

    void markPaused(String since) {
        write(mark(since + "\n"));
    }

    void unmarkPaused() {
        if (pausedSince().isPresent()) {
            write(mark(""));
        }
    }

    private static Tar mark(String text) {
        return Tar.of().directory(OURS).file(PAUSED, text.getBytes(StandardCharsets.UTF_8));
    }

    /// That of an administrator, once the server has written it.
    Optional<String> kubeconfig() {
        return read(DATA + "/kubeconfig/admin.conf");
    }

    Optional<String> caCertificate() {
        return read(DATA + "/pki/ca.crt");
    }

    private void write(Tar archive) {
        engine.call(
                EngineRequest.of("PUT", path())
                        .with("path", VOLUME)
                        .with("noOverwriteDirNonDir", "true")
                        .tar(archive.bytes()));
    }

    private Optional<String> read(String file) {
        try {
            return engine.read(EngineRequest.of("GET", path()).with("path", file), Tar::firstFile)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        } catch (EngineFailure e) {
            return Engine.ifFound(e);
        }
    }

    private String path() {
        return "/containers/" + EngineNames.of(cluster) + "/archive";
    }
}
