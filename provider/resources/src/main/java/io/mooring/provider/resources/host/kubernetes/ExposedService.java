package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Services in front of control planes that have a life of their own, in one namespace of a host
/// cluster. Every call is idempotent and fails with a [HostFailure].
public final class ExposedService {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final HostCluster place;

    public ExposedService(HostCluster place) {
        this.place = place;
    }

    /// Where a Service is reached.
    ///
    /// @param host the one of the hosts that is told to others
    /// @param hosts every address or name it has
    /// @param ports as clients dial them, in the order of the declared ones
    public record Address(String host, List<String> hosts, List<Integer> ports) {
        public Address {
            hosts = List.copyOf(hosts);
            ports = List.copyOf(ports);
        }

        /// `HOST:PORT` of that port.
        public String at(int port) {
            return ExposedAddress.at(host, String.valueOf(ports.get(port)));
        }
    }

    /// Takes the name for this owner, and makes it.
    ///
    /// @throws HostFailure.Unusable if another has it; nothing is made then
    public void make(Exposure wanted) {
        onHost(
                "making " + wanted,
                host -> {
                    find(host, wanted.name())
                            .flatMap(service -> taken(wanted, service))
                            .ifPresent(why -> {
                                throw new HostFailure.Unusable(
                                        "making %s: %s has a Service of that name, which %s; choose another name, import it, or wait until it is gone"
                                                .formatted(wanted, place, why));
                            });
                    OwnNamespace.ensure(host, place.namespace(), wanted.cluster());
                    return apply(host, wanted);
                });
    }

    private static Optional<String> taken(Exposure wanted, KubeObject service) {
        if (service.at("metadata", "deletionTimestamp").isPresent()) {
            return Optional.of("is being deleted");
        }
        String owner = service.annotations().getOrDefault(Exposure.OWNER, "somebody else");
        return owner.equals(wanted.owner()) ? Optional.empty() : Optional.of("belongs to " + owner);
    }

    /// Brings it to what is wanted, whatever it is now, and makes it if it is not there.
    public void apply(Exposure wanted) {
        onHost(
                "changing " + wanted,
                host -> {
                    OwnNamespace.ensure(host, place.namespace(), wanted.cluster());
                    return apply(host, wanted);
                });
    }

    private KubeObject apply(KubeClient host, Exposure wanted) {
        KubeObject declared = wanted.in(place.namespace());
        try {
            return ForeignPorts.removed(host, host.apply(ResourceKind.SERVICE, declared), wanted);
        } catch (KubeFailure.Invalid e) {
            // A port that somebody added may have the name of one of ours.
            if (find(host, wanted.name())
                    .filter(live -> ForeignPorts.removeAll(host, live, wanted))
                    .isEmpty()) {
                throw e;
            }
            return host.apply(ResourceKind.SERVICE, declared);
        }
    }

    /// Waits until the host cluster has given it an address.
    ///
    /// @param before the host that was told last time, which stays if it is still one
    /// @throws HostFailure.NotReady with its events, when there is none in time
    public Address awaitAddress(Exposure wanted, Optional<String> before, Progress progress) {
        return onHost(
                "waiting for the address of " + wanted,
                host -> {
                    while (true) {
                        Optional<Address> address =
                                find(host, wanted.name())
                                        .flatMap(it -> address(host, it, wanted, before));
                        if (address.isPresent()) {
                            return address.get();
                        }
                        progress.say("waiting for the address of Service " + wanted.name());
                        if (progress.remaining().isNegative()) {
                            throw new HostFailure.NotReady(noAddress(host, wanted));
                        }
                        progress.pause(PAUSE);
                    }
                });
    }

    private String noAddress(KubeClient host, Exposure wanted) {
        String hint =
                switch (wanted.type()) {
                    case LOAD_BALANCER ->
                            "does the host cluster have something that serves the type LoadBalancer? Else use NodePort";
                    case NODE_PORT -> "does the host cluster have nodes?";
                    case CLUSTER_IP -> "is its range of service addresses used up?";
                };
        List<String> events =
                Events.of(host, place.namespace(), Events.about("Service", wanted.name()));
        return "%s in %s: the host cluster gave it no address in time; %s Give it more time with the custom timeout of this resource, or run again\n%s"
                .formatted(
                        wanted,
                        place,
                        hint.endsWith("?") ? hint : hint + ".",
                        events.isEmpty()
                                ? "It has no events."
                                : "Its events:\n" + String.join("\n", events));
    }

    /// The address it has now, if it has one.
    public Optional<Address> address(KubeObject service, Exposure wanted, Optional<String> before) {
        return onHost("looking at " + wanted, host -> address(host, service, wanted, before));
    }

    private static Optional<Address> address(
            KubeClient host, KubeObject service, Exposure wanted, Optional<String> before) {
        List<String> hosts = ExposedAddress.hosts(host, service);
        var ports = new ArrayList<Integer>();
        for (Exposure.Port port : wanted.ports()) {
            ExposedAddress.port(service, port.name()).map(Integer::parseInt).ifPresent(ports::add);
        }
        return hosts.isEmpty() || ports.size() < wanted.ports().size()
                ? Optional.empty()
                : Optional.of(
                        new Address(
                                before.filter(hosts::contains).orElse(hosts.getFirst()),
                                hosts,
                                ports));
    }

    /// The Service as it is, if it is there and not about to go.
    public Optional<KubeObject> find(String name) {
        return onHost(
                "looking at Service " + name,
                host ->
                        find(host, name)
                                .filter(it -> it.at("metadata", "deletionTimestamp").isEmpty()));
    }

    private Optional<KubeObject> find(KubeClient host, String name) {
        return host.find(ref(name));
    }

    /// What of it is not as wanted, in words. Changes nothing.
    public List<String> drift(Exposure wanted) {
        return onHost(
                "comparing " + wanted,
                host -> {
                    var drift = new ArrayList<String>();
                    Drift.of(host, wanted.in(place.namespace())).ifPresent(drift::add);
                    find(host, wanted.name())
                            .flatMap(live -> ForeignPorts.told(live, wanted))
                            .ifPresent(drift::add);
                    return List.copyOf(drift);
                });
    }

    /// Removes it, waits until it is gone with its load balancer, and removes the namespace if that
    /// was made for the control plane and nothing of it is left. Nothing happens if there is none.
    public void remove(String name, String cluster, Progress progress) {
        onHost(
                "removing Service " + name,
                host -> {
                    host.delete(ref(name));
                    await(
                            host,
                            ref(name),
                            "Service " + name + " and what the host cluster made for it",
                            progress);
                    removeNamespace(host, cluster, progress);
                    return name;
                });
    }

    private void removeNamespace(KubeClient host, String cluster, Progress progress) {
        Optional<ObjectRef> own =
                OwnNamespace.find(host, place.namespace(), cluster)
                        .filter(_ -> Anchor.find(host, place.namespace(), cluster).isEmpty())
                        .filter(_ -> all(host, place.namespace(), cluster).isEmpty())
                        .filter(_ -> Teardown.claims(host, place.namespace(), cluster).isEmpty());
        own.ifPresent(namespace -> {
            host.delete(namespace);
            await(host, namespace, "namespace " + place.namespace(), progress);
        });
    }

    private static void await(KubeClient host, ObjectRef ref, String what, Progress progress) {
        while (host.find(ref).isPresent()) {
            progress.say("waiting for " + what + " to go");
            if (progress.remaining().isNegative()) {
                throw new HostFailure.Unusable(
                        "removing %s: it took too long; finalizers: %s. Run again to go on"
                                .formatted(
                                        what,
                                        host.find(ref)
                                                .map(it -> it.list("metadata", "finalizers"))
                                                .orElse(List.of())));
            }
            progress.pause(PAUSE);
        }
    }

    /// Those in front of one control plane.
    static List<KubeObject> all(KubeClient host, String namespace, String cluster) {
        try {
            return host.list(
                            ResourceKind.SERVICE,
                            ListQuery.namespace(namespace).labels(Exposure.selector(cluster)))
                    .items();
        } catch (KubeFailure.NotFound _) {
            return List.of();
        }
    }

    private ObjectRef ref(String name) {
        return ObjectRef.of(ResourceKind.SERVICE, place.namespace(), name);
    }

    private <T> T onHost(String attempt, Function<KubeClient, T> work) {
        return place.call(attempt, work);
    }
}
