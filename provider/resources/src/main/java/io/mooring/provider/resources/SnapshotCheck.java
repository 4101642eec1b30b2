package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.resources.host.SnapshotLocation;
import io.mooring.provider.resources.host.SnapshotPassphrase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Finds everything that is wrong with the inputs of a snapshot, as far as they are known.
final class SnapshotCheck {

    private static final int FEWEST_CHARACTERS = 8;
    private static final Pattern BUCKET =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^?#@\\s]*)?(\\?[^#\\s]*)?");
    private static final Pattern REPOSITORY =
            Pattern.compile(
                    "oci://[A-Za-z0-9.\\[\\]:-]+/[a-z0-9._/-]*[a-z0-9](:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(\\?[^#\\s]*)?");
    private static final String PLACES = "s3://BUCKET/PATH, oci://HOST/REPOSITORY";

    private final ObjectValue inputs;
    private final List<PropertyFailure> failures = new ArrayList<>();

    private SnapshotCheck(ObjectValue inputs) {
        this.inputs = inputs;
    }

    static List<PropertyFailure> of(ObjectValue inputs) {
        var check = new SnapshotCheck(inputs);
        check.failures.addAll(Names.check(inputs, "clusterName"));
        check.failures.addAll(Hosts.check(inputs));
        Hosts.machine(inputs)
                .ifPresent(_ ->
                        check.fail(
                                SshInputs.PATH,
                                "makes no snapshots by this resource; have the control plane make them by a schedule, snapshots.auto in its configuration, or run `mooring snapshot create` on that machine"));
        inputs.text("url").ifPresent(check::url);
        // on this machine it is handed over as it is
        inputs.text("passphrase")
                .filter(_ -> Hosts.isElsewhere(inputs))
                .flatMap(SnapshotPassphrase::problem)
                .ifPresent(problem -> check.fail("passphrase", problem));
        inputs.text("passphrase")
                .map(String::length)
                .filter(length -> length < FEWEST_CHARACTERS)
                .ifPresent(length ->
                        check.fail(
                                "passphrase",
                                "has %d characters; a snapshot holds every secret and key of its cluster: use %d at least, better a random one of 20"
                                        .formatted(length, FEWEST_CHARACTERS)));
        return check.failures;
    }

    private void url(String url) {
        if (url.startsWith("s3://")) {
            store(
                    url,
                    BUCKET,
                    "is no URL of a bucket; write s3://BUCKET/PATH?region=REGION, without user and password: credentials are a property of their own");
        } else if (SnapshotLocation.isInRegistry(url)) {
            store(
                    url,
                    REPOSITORY,
                    "is no URL of a repository; write oci://HOST/REPOSITORY or oci://HOST/REPOSITORY:TAG, without user and password: login is a property of its own");
        } else if (SnapshotLocation.isUrl(url)) {
            fail(
                    "url",
                    "begins with a kind of store that this version does not have; write %s or an absolute path"
                            .formatted(PLACES));
        } else {
            path(url);
        }
        without("credentials", url.startsWith("s3://"), "a bucket");
        without("login", SnapshotLocation.isInRegistry(url), "a registry");
        if (SnapshotLocation.namesOne(url) && inputs.has("triggers")) {
            fail(
                    "url",
                    "names one snapshot, which is never overwritten, so triggers could not make another; write the directory, prefix or repository it is to be in");
        }
    }

    private void store(String url, Pattern form, String reason) {
        if (!form.matcher(url).matches()) {
            fail("url", reason);
        }
    }

    private void without(String property, boolean takesIt, String store) {
        if (!takesIt && inputs.has(property)) {
            fail(property, "has an effect with a URL of %s only; leave it out".formatted(store));
        }
    }

    private void path(String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            fail(
                    "url",
                    "\"%s\" is no place for it; write an absolute path, %s"
                            .formatted(path, PLACES));
            return;
        }
        inputs.text("clusterName")
                .filter(_ -> inputs.isKnown("host") && inputs.has("host"))
                .filter(_ -> !Hosts.isElsewhere(inputs))
                .map(name -> Hosts.files(name, inputs).data())
                .filter(data -> Path.of(path).normalize().startsWith(data))
                .ifPresent(data ->
                        fail(
                                "url",
                                "\"%s\" is in the cluster's own data directory, which goes with the cluster; write another place"
                                        .formatted(path)));
    }

    private void fail(String property, String reason) {
        failures.add(new PropertyFailure(property, reason));
    }
}
