package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.ControlPlaneHost;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.PausedCluster;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.RunningCluster;
import io.mooring.provider.resources.host.WantedCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/// Control planes in a namespace of a host cluster.
public final class KubernetesHost implements ControlPlaneHost {

    private static final Duration PAUSE = Duration.ofMillis(500);

    /// How often it is waited for connections to be taken: who is elsewhere may be refused for
    /// ever.
    private static final int REFUSALS = 60;

    private final HostCluster place;

    public KubernetesHost(HostCluster place) {
        this.place = place;
    }

    @Override
    public void claim(WantedCluster wanted) {
        onHost(
                "making " + wanted,
                host -> {
                    refuseTakenService(host, wanted);
                    return Anchor.claim(host, place.namespace(), wanted);
                });
    }

    /// A Service in front of another control plane keeps its name: two who want one object would
    /// undo each other's work at every run.
    private void refuseTakenService(KubeClient host, WantedCluster wanted) {
        host.find(ObjectRef.of(ResourceKind.SERVICE, place.namespace(), wanted.name()))
                .filter(Exposure::isOne)
                .ifPresent(service -> {
                    throw new HostFailure.Unusable(
                            "making %s: %s has a Service of that name, which a ControlPlaneService made (%s); choose another name for one of them"
                                    .formatted(
                                            wanted,
                                            place,
                                            service.annotations()
                                                    .getOrDefault(Exposure.OWNER, "unknown")));
                });
    }

    @Override
    public void start(WantedCluster wanted, Progress progress) {
        onHost(
                "starting " + wanted,
                host -> {
                    Scope scope = scope(wanted, Anchor.take(host, place.namespace(), wanted));
                    progress.say("applying the services of " + wanted.name());
                    HostObjects.before(scope).forEach(object -> apply(host, object));
                    String endpoint = address(host, wanted).await(progress);
                    Outside.apply(host, scope);
                    apply(host, scope, endpoint, progress);
                    return endpoint;
                });
    }

    /// All that comes after the Service.
    private static void apply(KubeClient host, Scope scope, String endpoint, Progress progress) {
        progress.say("applying the control plane " + scope.cluster() + " at " + endpoint);
        List<KubeObject> objects = HostObjects.after(scope, endpoint);
        var growth = new Growth(host, scope, progress);
        var lost = LostClaims.find(host, scope, progress);
        for (KubeObject object : objects) {
            if (!lost.has(object)) {
                growth.before(object);
                Pausing.forget(host, apply(host, object));
            }
        }
        lost.replace();
        Leftovers.remove(host, scope, objects);
    }

    private ServiceAddress address(KubeClient host, WantedCluster wanted) {
        return new ServiceAddress(host, place.namespace(), wanted);
    }

    @Override
    public RunningCluster awaitReady(WantedCluster wanted, Progress progress) {
        return onHost(
                "starting " + wanted,
                host -> {
                    ServiceAddress address = address(host, wanted);
                    return awaitReady(
                            host,
                            wanted.name(),
                            () -> follow(host, wanted, address, progress),
                            progress);
                });
    }

    /// Starts the server anew where its address is another than it was told.
    private void follow(
            KubeClient host, WantedCluster wanted, ServiceAddress address, Progress progress) {
        address.replaced()
                .ifPresent(endpoint ->
                        Anchor.find(host, place.namespace(), wanted.name())
                                .map(anchor -> scope(wanted, anchor))
                                .ifPresent(scope -> apply(host, scope, endpoint, progress)));
    }

    private RunningCluster awaitReady(
            KubeClient host, String name, Runnable before, Progress progress) {
        int refusals = 0;
        while (true) {
            before.run();
            String reason;
            switch (Readiness.look(host, place.namespace(), name)) {
                case ClusterState.Up(RunningCluster cluster) -> {
                    if (refusals == REFUSALS || !Listening.isRefused(cluster.endpoint())) {
                        return cluster;
                    }
                    refusals++;
                    reason = "no connection is taken at " + cluster.endpoint() + " yet";
                }
                case ClusterState.Down(String why) -> reason = why;
                case ClusterState.Paused paused -> reason = paused.reason();
                case ClusterState.Absent _ -> reason = "its objects are gone";
            }
            progress.say("waiting for control plane " + name + ": " + reason);
            if (progress.remaining().isNegative()
                    || Restarts.areInVain(host, place.namespace(), name)) {
                throw new HostFailure.NotReady(
                        "starting control plane %s in %s: not ready; last seen: %s\n%s"
                                .formatted(
                                        name,
                                        place,
                                        reason,
                                        PodTrouble.report(host, place.namespace(), name)));
            }
            progress.pause(PAUSE);
        }
    }

    @Override
    public ClusterState state(String name) {
        return onHost(
                "looking at control plane " + name,
                host ->
                        Anchor.find(host, place.namespace(), name).isEmpty()
                                ? new ClusterState.Absent()
                                : Readiness.look(host, place.namespace(), name));
    }

    @Override
    public PausedCluster pause(String name, Instant now, Progress progress) {
        return onHost(
                "pausing control plane " + name, host -> pausing(host, name).pause(now, progress));
    }

    @Override
    public RunningCluster resume(String name, Progress progress) {
        return onHost(
                "resuming control plane " + name,
                host -> {
                    pausing(host, name).end();
                    return awaitReady(host, name, () -> {}, progress);
                });
    }

    private Pausing pausing(KubeClient host, String name) {
        return new Pausing(host, place.namespace(), name);
    }

    @Override
    public List<String> drift(WantedCluster wanted) {
        return onHost(
                "comparing " + wanted,
                host ->
                        Anchor.find(host, place.namespace(), wanted.name())
                                .map(anchor -> drift(host, wanted, anchor))
                                .orElse(List.of()));
    }

    private List<String> drift(KubeClient host, WantedCluster wanted, KubeObject anchor) {
        Scope scope = scope(wanted, anchor);
        var objects = new ArrayList<>(HostObjects.before(scope));
        objects.addAll(Outside.of(scope));
        var drift = new ArrayList<String>();
        address(host, wanted)
                .now()
                .ifPresent(endpoint -> {
                    objects.addAll(HostObjects.after(scope, endpoint));
                    drift.addAll(Leftovers.drift(host, scope, objects));
                });
        if (!Anchor.owner(anchor).equals(wanted.owner())) {
            drift.add(
                    "ConfigMap %s says that it belongs to %s"
                            .formatted(wanted.name(), Anchor.owner(anchor)));
        }
        objects.replaceAll(pausing(host, wanted.name()).asPaused());
        drift.addAll(Drift.of(host, objects));
        return drift;
    }

    @Override
    public String config(String name) {
        return onHost(
                "reading the configuration of control plane " + name,
                host ->
                        host.get(
                                        ObjectRef.of(
                                                ResourceKind.SECRET,
                                                place.namespace(),
                                                name + "-config"))
                                .text("data", HostObjects.CONFIG_FILE)
                                .map(text ->
                                        new String(
                                                Base64.getDecoder().decode(text),
                                                StandardCharsets.UTF_8))
                                .orElse(""));
    }

    @Override
    public void remove(String name, Progress progress) {
        onHost(
                "removing control plane " + name,
                host -> {
                    Teardown.run(host, place.namespace(), name, progress);
                    return name;
                });
    }

    private Scope scope(WantedCluster wanted, KubeObject anchor) {
        return new Scope(wanted.name(), place.namespace(), anchor.uid(), wanted.config());
    }

    private static KubeObject apply(KubeClient host, KubeObject object) {
        return host.apply(FrontObjects.kind(object), object);
    }

    private <T> T onHost(String attempt, Function<KubeClient, T> work) {
        return place.call(attempt, work);
    }
}
