package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceFailure;
import java.util.Map;

/// Which control plane the user imports: `NAME` for one of this machine, `NAMESPACE/NAME` for one
/// in the host cluster that the user's kubeconfig leads to, `CONTEXT/NAMESPACE/NAME` for one in the
/// host cluster of that context, `docker:NAME` for one in the user's container engine,
/// `ssh:[USER@]HOST[:PORT]/NAME` for one on a machine that SSH reaches.
///
/// @param host the property `host` that leads there
record ImportId(String name, ObjectValue host) {

    private static final String DOCKER = "docker:";

    /// @param environment holds what proves who the user is, where that is no tool's own business
    static ImportId parse(String id, Map<String, String> environment) {
        return id.startsWith(SshImport.PREFIX)
                ? SshImport.parse(id, environment).orElseThrow(() -> refused(id))
                : parse(id);
    }

    private static ImportId parse(String id) {
        if (id.startsWith(DOCKER) && id.matches("docker:[a-z0-9-]+")) {
            return new ImportId(
                    id.substring(DOCKER.length()),
                    ObjectValue.builder().put("docker", ObjectValue.EMPTY).build());
        }
        int last = id.lastIndexOf('/');
        if (last < 0) {
            return new ImportId(id, Hosts.standaloneLocal());
        }
        String place = id.substring(0, last);
        // A context may have slashes in its name, a namespace has none.
        int cut = place.lastIndexOf('/');
        String namespace = place.substring(cut + 1);
        String name = id.substring(last + 1);
        if (name.isEmpty() || namespace.isEmpty() || cut == 0) {
            throw refused(id);
        }
        var kubernetes = ObjectValue.builder().put("namespace", namespace);
        if (cut > 0) {
            kubernetes.put("context", place.substring(0, cut));
        }
        return new ImportId(
                name, ObjectValue.builder().put("kubernetes", kubernetes.build()).build());
    }

    ObjectValue inputs() {
        return ObjectValue.builder().put("name", name).put("host", host).build();
    }

    private static ResourceFailure refused(String id) {
        return new ResourceFailure(
                "importing \"%s\": this names no control plane; write NAME for one of this machine, NAMESPACE/NAME or CONTEXT/NAMESPACE/NAME for one in a host cluster, docker:NAME for one in a container engine, %s"
                        .formatted(id, SshImport.FORM));
    }
}
