package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.TenantRef;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Secrets that classes and volumes name for programs of the host, which read those of any
/// namespace: each has to be one of the tenant's, in the host namespace by its copy's name. What
/// names secrets in a way that is not known here is refused.
final class StorageSecrets {
    private static final String SECRET = "v1/Secret";
    private static final String PREFIX = "csi.storage.k8s.io/";
    private static final String FILE_SYSTEM = PREFIX + "fstype";
    private static final String NAME = "-secret-name";
    private static final String NAMESPACE = "-secret-namespace";

    /// Attribute by which a pod names an object of its namespace that says which secrets a program
    /// of the host fetches from elsewhere.
    private static final String PROVIDERS = "secretProviderClass";

    private static final Pattern KNOWN =
            Pattern.compile(Pattern.quote(PREFIX) + "([a-z-]+)-secret-(name|namespace)");

    /// Of volumes of CSI.
    private static final List<String> OF_CSI =
            List.of(
                    "controllerPublishSecretRef",
                    "nodeStageSecretRef",
                    "nodePublishSecretRef",
                    "controllerExpandSecretRef",
                    "nodeExpandSecretRef");

    private final Copies copies;
    private final String hostNamespace;
    private final Findings findings;

    StorageSecrets(Copies copies, String hostNamespace, Findings findings) {
        this.copies = copies;
        this.hostNamespace = hostNamespace;
        this.findings = findings;
    }

    /// Those of a class, in place.
    void parameters(Map<String, Object> parameters) {
        for (var key : List.copyOf(parameters.keySet())) {
            var known = KNOWN.matcher(key);
            if (known.matches()) {
                if (key.endsWith(NAME)) {
                    parameter(parameters, PREFIX + known.group(1));
                }
                findings.refuseIf(
                        key.endsWith(NAMESPACE)
                                && !parameters.containsKey(PREFIX + known.group(1) + NAME),
                        "parameters." + key + " needs " + known.group(1) + NAME + " beside it");
            } else {
                refuseSecret("parameters.", key);
                if (!key.equals(FILE_SYSTEM)) {
                    refuseHosts("parameters.", key);
                }
            }
        }
    }

    private void parameter(Map<String, Object> parameters, String which) {
        var name = Tree.text(parameters, which + NAME);
        var namespace = Tree.text(parameters, which + NAMESPACE);
        // what a template stands for is the host's: namespaces, claims and volumes there
        boolean said = !namespace.isEmpty() && !(name + namespace).contains("$");
        findings.refuseIf(
                !said,
                "parameters."
                        + which
                        + NAME
                        + ": say name and namespace of the secret, without ${...}");
        if (said) {
            parameters.put(which + NAME, copies.name(namespace, name));
            parameters.put(which + NAMESPACE, hostNamespace);
        }
    }

    /// Those of a volume of CSI, in place.
    void csi(Map<String, Object> source) {
        for (var key : OF_CSI) {
            var reference = Tree.map(source, key);
            if (!reference.isEmpty()) {
                findings.refuseIf(
                        Tree.text(reference, "namespace").isEmpty(),
                        "spec.csi." + key + ": say the namespace of the secret");
                copies.rename(reference, "name", Tree.text(reference, "namespace"));
                reference.put("namespace", hostNamespace);
            }
        }
        attributes("spec.csi.volumeAttributes.", Tree.map(source, "volumeAttributes"));
        for (var key : source.keySet()) {
            if (!OF_CSI.contains(key)) {
                refuseSecret("spec.csi.", key);
            }
        }
    }

    /// Of a volume of CSI that a pod has of its own: its secret is one of the pod's namespace, and
    /// what else it tells a program of the host names none.
    void inline(String volume, Map<String, Object> source, String namespace) {
        copies.rename(Tree.map(source, "nodePublishSecretRef"), "name", namespace);
        var attributes = new LinkedHashMap<>(Tree.map(source, "volumeAttributes"));
        if (!Tree.text(attributes, PROVIDERS).contains("-x-")) {
            // of whoever runs the host, since no copy has such a name
            attributes.remove(PROVIDERS);
        }
        attributes("volume " + volume + ": csi.volumeAttributes.", attributes);
    }

    private void attributes(String where, Map<String, Object> attributes) {
        for (var key : attributes.keySet()) {
            refuseSecret(where, key);
            refuseHosts(where, key);
        }
    }

    /// What the host's programs say of pods, claims and service accounts to each other.
    private void refuseHosts(String where, String key) {
        var lower = key.toLowerCase(Locale.ROOT);
        findings.refuseIf(
                lower.startsWith(PREFIX) && !lower.contains("secret"),
                where + key + " is the host's to say; leave it out");
    }

    private void refuseSecret(String where, String key) {
        findings.refuseIf(
                key.toLowerCase(Locale.ROOT).contains("secret"),
                where
                        + key
                        + " names a secret of the host in a way that cannot be translated; leave it"
                        + " out");
    }

    static Set<TenantRef> ofParameters(KubeObject storageClass) {
        var parameters = storageClass.map("parameters");
        var found = new LinkedHashSet<TenantRef>();
        for (var key : parameters.keySet()) {
            if (KNOWN.matcher(key).matches() && key.endsWith(NAME)) {
                var which = key.substring(0, key.length() - NAME.length());
                add(found, parameters, which + NAME, which + NAMESPACE);
            }
        }
        return found;
    }

    static Set<TenantRef> ofVolume(KubeObject volume) {
        var found = new LinkedHashSet<TenantRef>();
        for (var key : OF_CSI) {
            add(found, volume.map("spec", "csi", key), "name", "namespace");
        }
        return found;
    }

    private static void add(
            Set<TenantRef> found, Map<String, Object> holder, String name, String namespace) {
        if (!Tree.text(holder, name).isEmpty() && !Tree.text(holder, namespace).isEmpty()) {
            found.add(new TenantRef(SECRET, Tree.text(holder, namespace), Tree.text(holder, name)));
        }
    }
}
