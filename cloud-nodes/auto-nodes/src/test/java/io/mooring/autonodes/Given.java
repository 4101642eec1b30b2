package io.mooring.autonodes;

import io.mooring.kube.KubeObject;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Objects as people write them.
final class Given {

    private Given() {}

    static KubeObject object(String yaml) {
        return new KubeObject(
                new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {}));
    }
}
