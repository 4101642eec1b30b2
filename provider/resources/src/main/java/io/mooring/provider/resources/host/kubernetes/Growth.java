package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.util.Map;

/// A control plane of one replica that is to have several. The one that is there goes on first, alone
/// and as the first of them: it puts the keys where the others find them, and opens its data store to
/// them. Only then are there others, which would else begin a control plane of their own.
///
/// It may never have come up, and have no data store yet, which cannot be told from here. So the
/// Secret that all share says that it begins one alone if it has none: as one of a new store of
/// several it would wait for others, who are not there, for ever.
///
///     alone --StatefulSet of one, as of several--> growing --its store is open--> several
///
/// A mark on the StatefulSet says that it grows, so that whoever is interrupted goes on from there.
final class Growth {

    static final String MARK = "mooring.io/growing-since-alone";

    /// What the first replica writes into the Secret that all share once others may join.
    private static final String OPEN = "store-formed";

    /// Where it reads there that it begins a data store without the others.
    private static final String BEGINNER = "store-begins-with";

    private static final String SEVERAL = "--shared-secret=";
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final KubeClient host;
    private final Scope scope;
    private final Progress progress;

    Growth(KubeClient host, Scope scope, Progress progress) {
        this.host = host;
        this.scope = scope;
        this.progress = progress;
    }

    /// Returns once an object may be applied as it is wanted, which is at once but for a
    /// StatefulSet that grows.
    ///
    /// @throws HostFailure.NotReady if the first replica does not get so far in time
    void before(KubeObject wanted) {
        if (!wanted.kind().equals(ResourceKind.STATEFUL_SET.kind()) || !isGrowth(wanted)) {
            return;
        }
        // not applied: nobody may take it out again before there is a data store
        host.mergePatch(
                shared(), Map.of("data", Map.of(BEGINNER, HostObjects.encoded(scope.pod(0)))));
        host.apply(
                ResourceKind.STATEFUL_SET,
                wanted.with(1, "spec", "replicas").with("true", "metadata", "annotations", MARK));
        while (!isOpen()) {
            String first = scope.pod(0);
            progress.say("waiting for " + first + " to take others in");
            if (progress.remaining().isNegative()) {
                throw new HostFailure.NotReady(
                        "giving control plane %s %d replicas: its first one, pod %s, has not opened its data store to others in time; run again to go on\n%s"
                                .formatted(
                                        scope.cluster(),
                                        scope.replicas(),
                                        first,
                                        PodTrouble.report(
                                                host, scope.namespace(), scope.cluster())));
            }
            progress.pause(PAUSE);
        }
    }

    private boolean isGrowth(KubeObject wanted) {
        return scope.hasStoreMembers()
                && !isAlone(wanted)
                && host.find(ObjectRef.of(ResourceKind.STATEFUL_SET, wanted))
                        .filter(set ->
                                set.annotations().containsKey(MARK)
                                        || isAlone(set) && hasOneAtMost(set))
                        .isPresent();
    }

    /// Not one of several that somebody has scaled down.
    private static boolean isAlone(KubeObject set) {
        return ServerContainer.argument(set, SEVERAL).isEmpty();
    }

    private static boolean hasOneAtMost(KubeObject set) {
        return set.text("spec", "replicas").map(Integer::parseInt).orElse(1) <= 1;
    }

    private boolean isOpen() {
        return host.find(shared())
                .filter(secret -> secret.map("data").containsKey(OPEN))
                .isPresent();
    }

    private ObjectRef shared() {
        return ObjectRef.of(ResourceKind.SECRET, scope.namespace(), scope.sharedSecret());
    }
}
