package io.mooring.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The files that a machine's user data writes, and the stub in them run without a machine.
record UserData(Map<String, String> files) {

    private static final String STUB = "/usr/local/sbin/mooring-node-bootstrap";
    private static final String SETTINGS = "/etc/mooring/node.env";
    private static final String TOKEN = "/etc/mooring/token";

    static UserData read(Path userData) throws IOException {
        JsonNode document = new YAMLMapper().readTree(Files.readString(userData));
        var files = new LinkedHashMap<String, String>();
        for (JsonNode file : document.path("write_files")) {
            files.put(file.path("path").asString(), file.path("content").asString());
        }
        return new UserData(files);
    }

    UserData withToken(String token) {
        return with(TOKEN, token + "\n");
    }

    UserData withCaHash(String hash) {
        return with(SETTINGS, files.get(SETTINGS).replaceAll("sha256:[0-9a-f]{64}", hash));
    }

    private UserData with(String path, String content) {
        var changed = new LinkedHashMap<>(files);
        changed.put(path, content);
        return new UserData(changed);
    }

    /// Runs the stub in a network. It finds a stand-in for the shell that a join script would be
    /// run by, so that this machine does not become a node should a token be taken after all.
    Command.Result join(Path directory, Path networkNamespace) {
        try {
            Path etc = Files.createTempDirectory(directory, "etc");
            Files.writeString(etc.resolve("token"), files.get(TOKEN));
            Files.writeString(etc.resolve("node.env"), files.get(SETTINGS));
            Path stub = Files.writeString(etc.resolve("bootstrap"), files.get(STUB));
            Path shell = Files.writeString(etc.resolve("sh"), "#!/bin/false\n");
            if (!shell.toFile().setExecutable(true)) {
                throw new AssertionError("making " + shell + " executable");
            }
            return Command.in(etc)
                    .with("MOORING_ETC", etc.toString())
                    .with("MOORING_RUN", etc.resolve("run").toString())
                    .with("PATH", etc + ":" + System.getenv("PATH"))
                    .run("nsenter", "--net=" + networkNamespace, "/bin/sh", stub.toString());
        } catch (IOException e) {
            throw new AssertionError("preparing the stub", e);
        }
    }
}
