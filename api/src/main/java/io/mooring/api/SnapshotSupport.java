package io.mooring.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What a configuration may ask of snapshots that this version does not do, or not there.
public final class SnapshotSupport {
    private static final String STORAGE = "snapshots.auto.storage.";

    private SnapshotSupport() {}

    /// All of it at once.
    ///
    /// @param inPod whether the control plane runs in a pod, which is where Secrets are
    public static List<Problem> notYet(VirtualClusterConfig config, boolean inPod) {
        var problems = new ArrayList<Problem>();
        var snapshots = config.snapshots();
        var storage = snapshots.auto().storage();
        if (storage.type().equals("azure")) {
            problems.add(
                    new Problem(
                            STORAGE + "type",
                            "must not be azure in this version; use s3, oci or container"));
        }
        String url = snapshots.restore().url();
        if (!url.isEmpty() && !url.matches("(s3|oci|file)://.+")) {
            problems.add(
                    new Problem(
                            "snapshots.restore.url",
                            "must begin with s3://, oci:// or file:// in this version, but is \""
                                    + url
                                    + '"'));
        }
        var credentials = new LinkedHashMap<String, Snapshots.Credential>();
        credentials.put(STORAGE + "s3.credential", storage.s3().credential());
        credentials.put(STORAGE + "oci.credential", storage.oci().credential());
        credentials.put("snapshots.restore.credential", snapshots.restore().credential());
        credentials.forEach((path, credential) -> {
            if (!credential.secretNamespace().isEmpty()) {
                problems.add(
                        new Problem(
                                path + ".secretNamespace",
                                "must be left out: a pod gets Secrets of its own namespace only"));
            }
            if (!inPod) {
                secret(path, credential.secretName(), "the environment", problems);
            }
        });
        if (!inPod) {
            var encryption = snapshots.encryption();
            secret(
                    "snapshots.encryption",
                    encryption.secretName(),
                    "snapshots.encryption.passphraseFile",
                    problems);
        }
        return problems;
    }

    private static void secret(String path, String secret, String instead, List<Problem> problems) {
        if (!secret.isEmpty()) {
            problems.add(
                    new Problem(
                            path + ".secretName",
                            "must be left out: a standalone control plane has no Secrets; use "
                                    + instead));
        }
    }
}
