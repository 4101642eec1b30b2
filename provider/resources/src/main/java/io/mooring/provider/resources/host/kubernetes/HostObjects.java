package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.EffectiveConfig;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Everything a control plane needs in the host cluster, in the order in which it is made.
final class HostObjects {

    static final String CONFIG_FILE = "config.yaml";

    private static final int STAMP_DIGITS = 32;

    private HostObjects() {}

    /// What must be there before the address of the control plane is known.
    static List<KubeObject> before(Scope scope) {
        return List.of(ServiceObjects.exposed(scope), ServiceObjects.headless(scope));
    }

    /// The rest. The StatefulSet comes last: its pods find all they use.
    static List<KubeObject> after(Scope scope, String endpoint) {
        String config = EffectiveConfig.toYaml(scope.config());
        var objects = new ArrayList<KubeObject>();
        objects.addAll(AccessObjects.of(scope));
        objects.addAll(PolicyObjects.of(scope));
        objects.addAll(FrontObjects.of(scope));
        objects.add(secret(scope, scope.configSecret(), Map.of(CONFIG_FILE, encoded(config))));
        objects.add(scope.object(ResourceKind.SECRET, scope.kubeconfigSecret(), Map.of()));
        if (scope.replicas() > 1) {
            objects.add(scope.object(ResourceKind.SECRET, scope.sharedSecret(), Map.of()));
        }
        objects.addAll(VolumeObjects.claims(scope));
        String started =
                Sha256.hex(EffectiveConfig.readAtStart(scope.config())).substring(0, STAMP_DIGITS);
        objects.add(PodObjects.of(scope, endpoint, started));
        return objects;
    }

    private static KubeObject secret(Scope scope, String name, Map<String, Object> data) {
        return scope.object(ResourceKind.SECRET, name, Map.of("type", "Opaque", "data", data));
    }

    static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
