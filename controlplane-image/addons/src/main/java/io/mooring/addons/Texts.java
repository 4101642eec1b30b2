package io.mooring.addons;

import io.mooring.kube.KubeObject;
import java.util.LinkedHashMap;
import java.util.Map;

/// Labels and annotations of the user's over ours.
final class Texts {
    private Texts() {}

    static KubeObject over(KubeObject object, Map<String, String> ofTheUser, String... path) {
        if (ofTheUser.isEmpty()) {
            return object;
        }
        var both = new LinkedHashMap<>(object.texts(path));
        both.putAll(ofTheUser);
        return object.with(both, path);
    }
}
