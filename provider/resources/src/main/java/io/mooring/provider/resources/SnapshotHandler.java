package io.mooring.provider.resources;

import io.mooring.kube.KubeClients;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.SnapshotLocation;
import io.mooring.provider.resources.host.SnapshotProgram;
import io.mooring.provider.resources.host.SnapshotProgram.Made;
import io.mooring.provider.resources.host.SnapshotSource;
import io.mooring.provider.resources.host.docker.DockerPlace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Makes and removes snapshots of virtual clusters. The id of one is where it is.
final class SnapshotHandler implements ResourceHandler {

    private static final Duration USUAL = Duration.ofMinutes(10);

    private final SnapshotProgram program;
    private final KubeClients hostClusters;
    private final Map<String, String> environment;

    /// @param environment may say which container engine
    SnapshotHandler(
            SnapshotProgram program, KubeClients hostClusters, Map<String, String> environment) {
        this.program = program;
        this.hostClusters = hostClusters;
        this.environment = environment;
    }

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        return new Checked(inputs, SnapshotCheck.of(inputs));
    }

    /// What an import could not tell makes no other snapshot when it is said.
    @Override
    public Difference diff(Existing old, ObjectValue inputs, Difference bySchema) {
        return bySchema.map(change ->
                isUntold(old, change, "passphrase")
                                || isUntold(old, change, "host")
                                || isWhereItIs(old, inputs, change)
                        ? change.inPlace()
                        : change);
    }

    private static boolean isUntold(Existing old, Difference.Change change, String name) {
        return change.isIn(name) && !old.inputs().has(name);
    }

    /// An import knows where it is, and not in which directory it was told to be.
    private static boolean isWhereItIs(Existing old, ObjectValue inputs, Difference.Change change) {
        return change.isIn("url")
                && !old.inputs().has("passphrase")
                && inputs.text("url")
                        .filter(url -> new SnapshotLocation(old.id()).isIn(url))
                        .isPresent();
    }

    @Override
    public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        return inputs.text("url")
                .filter(SnapshotLocation::namesOne)
                .map(url -> ObjectValue.builder().put("location", url).build())
                .orElse(ObjectValue.EMPTY);
    }

    @Override
    public Created create(ObjectValue inputs, OperationContext context) {
        String cluster = inputs.requireText("clusterName");
        var target =
                SnapshotLocation.of(inputs.requireText("url"), cluster, context.clock().instant());
        try {
            Made made =
                    program.create(
                            cluster,
                            source(cluster, inputs),
                            target,
                            inputs.requireText("passphrase"),
                            credentials(inputs),
                            patience(context, "making snapshot " + target));
            return new Created(target.text(), outputs(target, made));
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
    }

    private SnapshotSource source(String cluster, ObjectValue inputs) {
        return Hosts.hostCluster(cluster, inputs, hostClusters)
                .<SnapshotSource>map(host ->
                        new SnapshotSource.InHostCluster(host.kubeconfig(), host.namespace()))
                .or(() -> Hosts.engine(inputs, environment).map(SnapshotHandler::inEngine))
                .orElseGet(() -> new SnapshotSource.OnThisMachine(Hosts.files(cluster, inputs)));
    }

    private static SnapshotSource inEngine(DockerPlace place) {
        return new SnapshotSource.InEngine(
                place.endpoint().toString(), place.endpoint().certificates());
    }

    @Override
    public ReadOutcome read(Existing old, OperationContext context) {
        var location = location(old);
        try {
            Optional<Made> found =
                    program.find(
                            location,
                            credentials(old.inputs()),
                            patience(context, "looking at snapshot " + location));
            if (found.isEmpty()) {
                return new ReadOutcome.Gone();
            }
            return old.isImport()
                    ? imported(old.id(), location, found.get())
                    : lookedAt(old, location, found.get(), context);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
    }

    private static SnapshotLocation location(Existing old) {
        boolean good =
                SnapshotLocation.namesOne(old.id())
                        && (old.id().startsWith("/")
                                || old.id().startsWith("s3://")
                                || SnapshotLocation.isInRegistry(old.id()));
        if (old.isImport() && !good) {
            throw new ResourceFailure(
                    "importing \"%s\": this names no snapshot; write its absolute path, s3://BUCKET/PATH/NAME%s or oci://HOST/REPOSITORY:TAG"
                            .formatted(old.id(), SnapshotProgram.SUFFIX));
        }
        return new SnapshotLocation(old.id());
    }

    private static ReadOutcome imported(String id, SnapshotLocation location, Made found) {
        ObjectValue inputs =
                ObjectValue.builder()
                        .put("clusterName", found.cluster())
                        .put("url", id)
                        .put("retain", true)
                        .build();
        return new ReadOutcome.Found(id, inputs, outputs(location, found));
    }

    /// One of the same name that was made by somebody else is not this one.
    private static ReadOutcome lookedAt(
            Existing old, SnapshotLocation location, Made found, OperationContext context) {
        ObjectValue kept = Outputs.kept(SnapshotType.TYPE, old);
        ObjectValue seen = outputs(location, found);
        for (String name : seen.fields().keySet()) {
            if (kept.has(name) && !kept.field(name).sameAs(seen.field(name))) {
                context.progress()
                        .say(
                                "snapshot %s is another one now, or was damaged: its %s differs"
                                        .formatted(location, name));
                return new ReadOutcome.Gone();
            }
        }
        return new ReadOutcome.Found(old.id(), old.inputs(), kept.with(seen));
    }

    /// What can change in place is not the snapshot's.
    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        return Outputs.kept(SnapshotType.TYPE, old);
    }

    @Override
    public void delete(Existing old, OperationContext context) {
        var location = new SnapshotLocation(old.id());
        if (!old.inputs().has("retain") || old.inputs().flag("retain")) {
            context.progress().say("kept the snapshot " + location + ", as retain says");
            return;
        }
        try {
            program.delete(
                    location,
                    credentials(old.inputs()),
                    patience(context, "removing snapshot " + location));
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
    }

    private static Patience patience(OperationContext context, String goal) {
        return new Patience(context, goal, USUAL);
    }

    private static Map<String, String> credentials(ObjectValue inputs) {
        var variables = new LinkedHashMap<String, String>();
        inputs.object("credentials")
                .ifPresent(given -> {
                    variables.put(SnapshotProgram.KEY_ID, given.requireText("accessKeyId"));
                    variables.put("AWS_SECRET_ACCESS_KEY", given.requireText("secretAccessKey"));
                    given.text("sessionToken")
                            .ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
                });
        inputs.object("login")
                .ifPresent(given -> {
                    variables.put("MOORING_REGISTRY_USERNAME", given.requireText("username"));
                    variables.put("MOORING_REGISTRY_PASSWORD", given.requireText("password"));
                });
        return variables;
    }

    private static ObjectValue outputs(SnapshotLocation location, Made made) {
        var outputs =
                ObjectValue.builder()
                        .put("location", location.text())
                        .put("sizeBytes", made.bytes())
                        .put("kubernetesVersion", made.kubernetes())
                        .put("revision", made.revision())
                        .put("keyCount", made.keys())
                        .put("store", made.store())
                        .put("createdAt", made.created());
        made.digest().ifPresent(digest -> outputs.put("digest", digest));
        return outputs.build();
    }
}
