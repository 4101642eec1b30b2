package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.ServiceReplica;
import io.mooring.syncer.translate.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeps services of the tenant's in the host namespace under second names, as the settings say. A
/// service of such a name that is not ours is left alone. Thread-safe.
final class ReplicatedServices implements AutoCloseable {

    private final Settings settings;
    private final HostNames names;
    private final ApiServer host;
    private final Reporter reporter;
    private final ShownObjects objects;
    private final Mender<String> mender;
    private final Watches watches = new Watches();
    private final Cache services = new Cache(this::changed, this::resync);
    private final Map<String, ServiceReplica> replicas;
    // so that a thing is said once
    private final Map<String, String> told = new ConcurrentHashMap<>();

    /// @param reporter is told of the tenant's service
    ReplicatedServices(
            Settings settings,
            ApiServer host,
            Reporter reporter,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.settings = settings;
        this.names = settings.names();
        this.host = host;
        this.reporter = reporter;
        this.objects =
                new ShownObjects(
                        host,
                        ResourceKind.SERVICE,
                        false,
                        service -> names.cluster().equals(service.labels().get(Marks.REPLICA_OF)));
        this.mender = new Mender<>("service", this::mend, nanoTime, random);
        this.replicas =
                settings.replicas().stream()
                        .collect(Collectors.toMap(ServiceReplica::to, replica -> replica));
    }

    /// Begins to watch. Once.
    void start() {
        watches.add(host.watch(ResourceKind.SERVICE, services));
    }

    private void changed(@Nullable KubeObject old, @Nullable KubeObject now) {
        var service = now == null ? old : now;
        if (service != null) {
            mender.add(service.name());
            replicas.values().stream()
                    .filter(replica -> copyName(replica).equals(service.name()))
                    .forEach(replica -> mender.add(replica.to()));
        }
    }

    private String copyName(ServiceReplica replica) {
        return names.namespaced(replica.namespace(), replica.name());
    }

    /// Compares everything.
    void resync() {
        replicas.keySet().forEach(mender::add);
        services.all().forEach(service -> mender.add(service.name()));
    }

    /// Works until closed or interrupted. One thread is enough.
    void work() {
        mender.work();
    }

    /// Works on one service, if one is due.
    ///
    /// @return whether one was
    boolean step() {
        return mender.step();
    }

    private Optional<Duration> mend(String name) {
        if (!services.isSynced()) {
            // all are added again when they are known
            return Optional.empty();
        }
        var there = services.find(names.hostNamespace(), name);
        var replica = Optional.ofNullable(replicas.get(name));
        var copy = replica.flatMap(this::copy);
        var problem = copy.map(found -> problem(name, found, there)).orElse("");
        if (copy.isPresent() && !problem.isEmpty()) {
            tell(name, copy.get(), problem);
        } else {
            told.remove(name);
        }
        var wanted =
                problem.isEmpty()
                        ? copy.flatMap(found -> replica.map(to -> to.of(found, settings)))
                        : Optional.<KubeObject>empty();
        return objects.mend(there, wanted);
    }

    private Optional<KubeObject> copy(ServiceReplica replica) {
        return services.find(names.hostNamespace(), copyName(replica))
                .filter(found -> Marks.origin(names, found).isPresent());
    }

    private String problem(String name, KubeObject copy, Optional<KubeObject> there) {
        return there.isPresent() && !objects.isOurs(there.get())
                ? "not replicated: the host namespace has a service " + name + " already"
                : ServiceReplica.problem(copy)
                        .transform(text -> text.isEmpty() ? "" : "not replicated: " + text);
    }

    private void tell(String name, KubeObject copy, String message) {
        if (!message.equals(told.put(name, message))) {
            var origin = Marks.origin(names, copy).orElseThrow();
            var ref = ObjectRef.of(ResourceKind.SERVICE, origin.namespace(), origin.name());
            var uid = copy.annotations().getOrDefault(Marks.OBJECT_UID, "");
            reporter.tell(KubeObject.of(ref, Map.of("metadata", Map.of("uid", uid))), message);
        }
    }

    @Override
    public void close() {
        mender.close();
        watches.close();
    }
}
