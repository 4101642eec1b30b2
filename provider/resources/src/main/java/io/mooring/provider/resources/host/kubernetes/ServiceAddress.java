package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.WantedCluster;
import java.time.Duration;
import java.util.Optional;

/// The address of the Service of one control plane, which its server is told. A host cluster may
/// give another after one was taken: one with shared nodes gives a node port of its own first, and
/// has that replaced by the one that the cluster around it gives.
final class ServiceAddress {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final KubeClient host;
    private final String namespace;
    private final WantedCluster wanted;
    private Optional<KubeObject> seen = Optional.empty();

    ServiceAddress(KubeClient host, String namespace, WantedCluster wanted) {
        this.host = host;
        this.namespace = namespace;
        this.wanted = wanted;
    }

    /// The address, or empty while the host has not given it one.
    Optional<String> now() {
        return find(ResourceKind.SERVICE).flatMap(this::of);
    }

    /// @throws HostFailure.NotReady if the host gives none in time
    String await(Progress progress) {
        while (true) {
            Optional<String> address = now();
            if (address.isPresent()) {
                return address.get();
            }
            progress.say("waiting for the address of Service " + wanted.name());
            if (progress.remaining().isNegative()) {
                throw new HostFailure.NotReady(
                        "starting %s: the host cluster gave Service %s no address in time; does it have nodes, and something that serves the type LoadBalancer? Else set controlPlane.endpoint"
                                .formatted(wanted, wanted.name()));
            }
            progress.pause(PAUSE);
        }
    }

    /// The address, if the server was told another. Whoever asks again and again has it found out
    /// only when the Service has changed.
    Optional<String> replaced() {
        Optional<KubeObject> service = find(ResourceKind.SERVICE);
        if (service.equals(seen)) {
            return Optional.empty();
        }
        seen = service;
        return find(ResourceKind.STATEFUL_SET)
                .flatMap(set -> ServerContainer.argument(set, ServerContainer.ENDPOINT))
                .flatMap(
                        told -> service.flatMap(this::of).filter(address -> !address.equals(told)));
    }

    private Optional<String> of(KubeObject service) {
        return ExposedAddress.of(host, wanted.config(), service);
    }

    private Optional<KubeObject> find(ResourceKind kind) {
        return host.find(ObjectRef.of(kind, namespace, wanted.name()));
    }
}
