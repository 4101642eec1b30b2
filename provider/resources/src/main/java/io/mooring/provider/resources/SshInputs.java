package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.ssh.SshPlace;
import io.mooring.ssh.HostKey;
import io.mooring.ssh.Login;
import io.mooring.ssh.PrivateKeys;
import io.mooring.ssh.Route;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the property `host.standalone.ssh`.
final class SshInputs {

    static final String PATH = "host.standalone.ssh";

    private static final int SSH_PORT = 22;
    private static final String ROOT = "root";
    private static final int LEAST_MEMORY_MIB = 512;
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]*:[0-9a-fA-F:]*");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]{0,127}");
    private static final Pattern IMAGE =
            Pattern.compile(
                    "[A-Za-z0-9.-]+(:[0-9]{1,5})?/[a-z0-9]+([._/-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?");

    private final ObjectValue all;
    private final List<PropertyFailure> failures = new ArrayList<>();
    private final PrivateKeys keys = new PrivateKeys();

    private SshInputs(ObjectValue all) {
        this.all = all;
    }

    /// All that is wrong with it; what is not known yet is not.
    static List<PropertyFailure> check(ObjectValue ssh) {
        var inputs = new SshInputs(ssh);
        inputs.login(ssh, PATH);
        inputs.jumps();
        inputs.form(
                ssh,
                PATH,
                "address",
                ADDRESS,
                "is neither a host name nor an IP address; write it without a port");
        inputs.form(
                ssh,
                PATH,
                "image",
                IMAGE,
                "is no image in a registry; write HOST/PATH or HOST/PATH:TAG");
        inputs.archive();
        inputs.number(ssh, PATH, "memoryMib", LEAST_MEMORY_MIB, Integer.MAX_VALUE);
        return List.copyOf(inputs.failures);
    }

    /// The place that checked and known inputs mean.
    static SshPlace place(ObjectValue ssh) {
        var inputs = new SshInputs(ssh);
        Optional<Login> login = inputs.login(ssh, PATH);
        List<Login> jumps = inputs.jumps();
        if (login.isEmpty() || !inputs.failures.isEmpty()) {
            throw new HostFailure.Unusable("reading " + PATH + ": " + inputs.failures);
        }
        boolean sudo = ssh.has("sudo") ? ssh.flag("sudo") : !login.get().user().equals(ROOT);
        return new SshPlace(
                new Route(login.get(), jumps),
                sudo,
                ssh.text("image"),
                ssh.text("imageArchive").map(Path::of),
                ssh.text("address"),
                ssh.integer("memoryMib").map(Integer::longValue).orElse(SshPlace.USUAL_MEMORY_MIB));
    }

    private void archive() {
        Optional<String> archive = all.text("imageArchive");
        archive.filter(path -> !path.startsWith("/"))
                .ifPresent(path ->
                        fail(
                                PATH + ".imageArchive",
                                "\"%s\" is relative; write an absolute path".formatted(path)));
        if (!all.has("image") && !all.has("imageArchive")) {
            fail(
                    PATH + ".imageArchive",
                    "must be given, or image: the archive that `make image` writes, or where `make image-push` has put it");
        }
    }

    private List<Login> jumps() {
        var jumps = new ArrayList<Login>();
        List<ObjectValue> given = all.isKnown("jumps") ? all.objects("jumps") : List.of();
        for (int i = 0; i < given.size(); i++) {
            login(given.get(i), "%s.jumps[%d]".formatted(PATH, i)).ifPresent(jumps::add);
        }
        return jumps;
    }

    /// How to log in somewhere; the key is the same for all unless another is given.
    private Optional<Login> login(ObjectValue at, String path) {
        int before = failures.size();
        form(
                at,
                path,
                "host",
                ADDRESS,
                "is neither a host name nor an IP address; write it without a port");
        form(at, path, "user", USER, "is no name of a user");
        number(at, path, "port", 1, 65_535);
        Optional<HostKey> hostKey = at.text("hostKey").flatMap(text -> hostKey(text, path));
        boolean own = at.has("privateKey");
        ObjectValue forKey = own ? at : all;
        String keyPath = (own ? path : PATH) + ".privateKey";
        Optional<KeyPair> key =
                forKey.text("privateKey")
                        .flatMap(text ->
                                keys.read(
                                        text,
                                        forKey.text("passphrase").orElse(""),
                                        problem -> fail(keyPath, problem)));
        Optional<String> address = at.text("host");
        if (failures.size() > before || hostKey.isEmpty() || key.isEmpty() || address.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Login(
                        address.get(),
                        at.integer("port").orElse(SSH_PORT),
                        at.text("user").orElse(ROOT),
                        hostKey.get(),
                        key.get(),
                        new Login.Fields(
                                path + ".host", path + ".user", path + ".hostKey", keyPath)));
    }

    private Optional<HostKey> hostKey(String text, String path) {
        try {
            return Optional.of(HostKey.parse(text));
        } catch (IllegalArgumentException e) {
            fail(path + ".hostKey", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void form(ObjectValue at, String path, String property, Pattern form, String wrong) {
        at.text(property)
                .filter(text -> !form.matcher(text).matches())
                .ifPresent(text -> fail(path + "." + property, "\"%s\" %s".formatted(text, wrong)));
    }

    private void number(ObjectValue at, String path, String property, int least, int most) {
        at.integer(property)
                .filter(it -> it < least || it > most)
                .ifPresent(it ->
                        fail(
                                path + "." + property,
                                "must be from %d to %d, but is %d".formatted(least, most, it)));
    }

    private void fail(String path, String reason) {
        failures.add(new PropertyFailure(path, reason));
    }
}
