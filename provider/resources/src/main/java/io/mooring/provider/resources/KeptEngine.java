package io.mooring.provider.resources;

import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.resources.host.ControlPlaneHost;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.docker.EngineEndpoint;
import java.util.Optional;

/// The container engine that a control plane was made in, which its state remembers: `DOCKER_HOST`
/// may say another one the next time, where it would seem to be gone.
final class KeptEngine {

    /// The output.
    static final String ENGINE = "engine";

    private static final String ENDPOINT = "host.docker.endpoint";

    private final HostChoice hosts;

    KeptEngine(HostChoice hosts) {
        this.hosts = hosts;
    }

    /// The host of what there is.
    ///
    /// @param inputs checked and known
    /// @throws ResourceFailure if another engine is named than that which has it
    ControlPlaneHost host(Existing old, ObjectValue inputs) {
        ControlPlaneHost host = chosen(old, inputs);
        Optional<String> kept = old.outputs().text(ENGINE);
        Optional<String> named = host.engine();
        if (kept.isPresent() && named.isPresent() && !isSame(kept.get(), named.get())) {
            throw new ResourceFailure(
                    "looking for control plane %s: it was made in the engine at %s, and host.docker.endpoint or DOCKER_HOST now says %s; nothing was done. Set DOCKER_HOST=%s and run this again"
                            .formatted(old.id(), kept.get(), named.get(), kept.get()));
        }
        return host;
    }

    private ControlPlaneHost chosen(Existing old, ObjectValue inputs) {
        try {
            return hosts.of(old.id(), inputs);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
    }

    private static boolean isSame(String kept, String named) {
        return EngineEndpoint.isSame(kept, named);
    }

    /// Saying the same engine in another way moves nothing.
    ///
    /// @throws ResourceFailure if another engine is named, though nothing says so in the program
    Difference judged(Existing old, ObjectValue inputs, Difference bySchema) {
        Optional<String> kept = old.outputs().text(ENGINE);
        if (kept.isEmpty()
                || !inputs.isKnown("host")
                || bySchema.changes().stream().anyMatch(Hosts::isMove)) {
            return bySchema;
        }
        if (!bySchema.touches(ENDPOINT)) {
            host(old, inputs);
            return bySchema;
        }
        boolean stays =
                chosen(old, inputs).engine().filter(named -> isSame(kept.get(), named)).isPresent();
        return stays
                ? bySchema.map(change -> change.isIn(ENDPOINT) ? change.inPlace() : change)
                : bySchema;
    }
}
