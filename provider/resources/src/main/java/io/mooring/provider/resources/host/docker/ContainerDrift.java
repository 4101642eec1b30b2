package io.mooring.provider.resources.host.docker;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What of a container is not as it was asked for. Somebody may have changed it where it runs, or
/// made another of the same name.
final class ContainerDrift {

    private ContainerDrift() {}

    static List<String> of(ContainerView container, ContainerSpec wanted) {
        var drift = new ArrayList<String>();
        JsonNode host = container.hostConfig();
        compare("image", wanted.image(), json(container.image()), drift);
        compare("published port", wanted.portBindings(), host.path("PortBindings"), drift);
        compare("memory", wanted.memory(), host.path("Memory"), drift);
        compare(
                "restart policy",
                ContainerSpec.RESTART,
                host.path("RestartPolicy").path("Name"),
                drift);
        compare("read-only root", true, host.path("ReadonlyRootfs"), drift);
        String network = EngineNetwork.name(wanted.place(), wanted.wanted().name());
        if (!container.networks().contains(network)) {
            drift.add(
                    "its container is on networks %s, not on %s"
                            .formatted(container.networks(), network));
        }
        if (drift.isEmpty() && !isStamped(container, wanted)) {
            drift.add("its container was made for another configuration");
        }
        return drift;
    }

    private static boolean isStamped(ContainerView container, ContainerSpec wanted) {
        return container.label(EngineNames.STAMP).filter(wanted.stamp()::equals).isPresent();
    }

    private static void compare(String what, Object wanted, JsonNode found, List<String> drift) {
        if (!isSame(json(wanted), found)) {
            drift.add("the %s of its container is %s, not %s".formatted(what, found, json(wanted)));
        }
    }

    /// Numbers are the same whatever their type.
    private static boolean isSame(JsonNode wanted, JsonNode found) {
        return wanted.isNumber() && found.isNumber()
                ? wanted.longValue() == found.longValue()
                : wanted.equals(found);
    }

    private static JsonNode json(Object value) {
        return JsonMapper.shared().valueToTree(value);
    }
}
