package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How an import names a control plane on a machine that SSH reaches. The id holds no secret: what
/// proves the user and the machine to each other is in the environment.
final class SshImport {

    static final String PREFIX = "ssh:";

    /// What to write.
    static final String FORM =
            "ssh:[USER@]HOST[:PORT]/NAME for one on a machine that SSH reaches, with ?imageArchive=, ?image=, ?address= or ?memoryMib= as the program has them";

    static final String KEY_FILE = "MOORING_SSH_PRIVATE_KEY_FILE";
    static final String PASSPHRASE = "MOORING_SSH_PASSPHRASE";
    static final String HOST_KEY = "MOORING_SSH_HOST_KEY";

    private static final Pattern ID =
            Pattern.compile(
                    "ssh:(?:([^@/]+)@)?(?:\\[([0-9a-fA-F:]+)]|([^:/@\\[\\]]+))(?::([0-9]{1,5}))?/([a-z0-9-]+)(?:\\?(.*))?");

    private final Matcher id;
    private final Map<String, String> environment;

    private SshImport(Matcher id, Map<String, String> environment) {
        this.id = id;
        this.environment = environment;
    }

    /// Which one an id means; empty if it has another form.
    static Optional<ImportId> parse(String id, Map<String, String> environment) {
        Matcher matcher = ID.matcher(id);
        return matcher.matches()
                ? Optional.of(new SshImport(matcher, environment).read())
                : Optional.empty();
    }

    private ImportId read() {
        var ssh =
                ObjectValue.builder()
                        .put("host", Optional.ofNullable(id.group(2)).orElseGet(() -> id.group(3)));
        Optional.ofNullable(id.group(1)).ifPresent(user -> ssh.put("user", user));
        Optional.ofNullable(id.group(4)).ifPresent(port -> ssh.put("port", Integer.parseInt(port)));
        options(ssh);
        proofs(ssh);
        var standalone = ObjectValue.builder().put("ssh", ssh.build()).build();
        return new ImportId(
                id.group(5), ObjectValue.builder().put("standalone", standalone).build());
    }

    private void options(ObjectValue.Builder ssh) {
        String options = Optional.ofNullable(id.group(6)).orElse("");
        for (String option : options.isEmpty() ? List.<String>of() : List.of(options.split("&"))) {
            int cut = option.indexOf('=');
            String name = option.substring(0, Math.max(cut, 0));
            String value = option.substring(cut + 1);
            if (List.of("image", "imageArchive", "address").contains(name)) {
                ssh.put(name, value);
            } else if (name.equals("memoryMib") && value.matches("[0-9]{1,9}")) {
                ssh.put(name, Integer.parseInt(value));
            } else {
                throw new ResourceFailure(
                        "importing \"%s\": \"%s\" says nothing of a machine; write imageArchive=PATH, image=IMAGE, address=HOST or memoryMib=NUMBER"
                                .formatted(id.group(), option));
            }
        }
    }

    private void proofs(ObjectValue.Builder ssh) {
        var missing = new ArrayList<String>();
        var hostKey = given(HOST_KEY, "the machine's public key, a line of `ssh-keyscan`", missing);
        var file = given(KEY_FILE, "the file of the private key to log in with", missing);
        if (!missing.isEmpty()) {
            throw new ResourceFailure(
                    "importing \"%s\": the id holds no key; set %s in the environment of this command"
                            .formatted(id.group(), String.join(", and ", missing)));
        }
        ssh.put("hostKey", hostKey);
        try {
            ssh.put("privateKey", Files.readString(Path.of(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw new ResourceFailure(
                    "importing \"%s\": reading the private key that %s names: %s"
                            .formatted(id.group(), KEY_FILE, e),
                    e);
        }
        Optional.ofNullable(environment.get(PASSPHRASE))
                .ifPresent(passphrase -> ssh.put("passphrase", passphrase));
    }

    private String given(String variable, String what, List<String> missing) {
        String value = environment.getOrDefault(variable, "");
        if (value.isBlank()) {
            missing.add("%s to %s".formatted(variable, what));
        }
        return value;
    }
}
