package io.mooring.provider.resources;

import io.mooring.api.AutoNodes;
import io.mooring.api.ChangeVerdict;
import io.mooring.api.ConfigChange;
import io.mooring.api.InvalidConfigException;
import io.mooring.api.LoadedConfig;
import io.mooring.api.Problem;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationCancelled;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.ControlPlaneHost;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.RunningCluster;
import io.mooring.provider.resources.host.WantedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes, changes and removes control planes wherever they run. The id of one is its name.
final class ControlPlaneHandler implements ResourceHandler {

    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final String CONFIG_YAML = "configYaml";

    private final HostChoice hosts;
    private final KeptEngine engines;
    private final Clusters clusters;
    private final AutoMachines machines;
    private final Map<String, String> environment;

    /// @param environment that of the process, of which an import by SSH reads what it needs
    ControlPlaneHandler(
            HostChoice hosts,
            Clusters clusters,
            AutoMachines machines,
            Map<String, String> environment) {
        this.hosts = hosts;
        this.environment = environment;
        this.engines = new KeptEngine(hosts);
        this.clusters = clusters;
        this.machines = machines;
    }

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        ObjectValue named = Names.withName(inputs, context);
        List<PropertyFailure> failures = new ArrayList<>(Names.check(named));
        failures.addAll(Hosts.check(named));
        failures.addAll(ControlPlaneConfig.check(named));
        return new Checked(named, failures);
    }

    @Override
    public Difference diff(Existing old, ObjectValue inputs, Difference bySchema) {
        Difference placed =
                engines.judged(old, inputs, bySchema)
                        .map(change -> Hosts.isMove(change) ? change.asReplacement() : change);
        Difference judged = judged(old, inputs, placed);
        if (old.outputs().flag("paused")) {
            if (!judged.isEmpty() && !judged.replaces() && inputs.isKnown("host")) {
                refusePaused(old, inputs);
            }
            return judged;
        }
        boolean repair = !old.outputs().flag("ready") && !inputs.flag("skipAwait");
        if (!old.outputs().list("drift").isEmpty()) {
            return judged.isEmpty() ? Repair.because("drift", judged) : judged;
        }
        return judged.isEmpty() && repair ? Repair.because("ready", judged) : judged;
    }

    /// Replaces what the schema says of the configuration by what the change of each setting takes.
    private Difference judged(Existing old, ObjectValue inputs, Difference bySchema) {
        if (!ControlPlaneConfig.isTouchedBy(bySchema)
                || !ControlPlaneConfig.isKnown(inputs)
                || !ControlPlaneConfig.isKnown(old.inputs())) {
            return bySchema;
        }
        List<ChangeVerdict> verdicts;
        try {
            verdicts =
                    ConfigChange.judge(
                            ControlPlaneConfig.load(old.inputs()).config(),
                            ControlPlaneConfig.load(inputs).config());
        } catch (InvalidConfigException _) {
            // The old text was written for another version; the new one was checked. The schema's
            // word has to do.
            return bySchema;
        }
        boolean replaces = verdicts.stream().anyMatch(ChangeVerdict.Replace.class::isInstance);
        List<String> refusals = new ArrayList<>(refusals(verdicts));
        if (!replaces && !bySchema.replaces()) {
            refusals.addAll(KubernetesUpgrade.refusals(old, inputs, clusters));
        }
        refuse(old, refusals);
        if (verdicts.isEmpty()) {
            return ControlPlaneConfig.without(bySchema);
        }
        return bySchema.map(change ->
                replaces && ControlPlaneConfig.holds(change) ? change.asReplacement() : change);
    }

    /// Neither a change nor a repair ends a pause: somebody meant it.
    ///
    /// @param inputs what is wanted: they say how the host is reached now
    private void refusePaused(Existing old, ObjectValue inputs) {
        ControlPlaneHost host = engines.host(old, inputs);
        if (stateOf(host, old.id()) instanceof ClusterState.Paused paused) {
            refuse(old, List.of("it is " + paused.reason() + ", then run this again"));
        }
    }

    private static List<String> refusals(List<ChangeVerdict> verdicts) {
        return verdicts.stream()
                .filter(ChangeVerdict.Refused.class::isInstance)
                .map(verdict -> verdict.path() + ": " + verdict.reason())
                .toList();
    }

    private static void refuse(Existing old, List<String> refused) {
        if (!refused.isEmpty()) {
            throw new ResourceFailure(
                    "changing control plane %s: refused, nothing was changed:\n  %s"
                            .formatted(old.id(), String.join("\n  ", refused)));
        }
    }

    @Override
    public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        Value endpoint = Hosts.foreseenEndpoint(inputs).<Value>map(Value::of).orElse(Value.UNKNOWN);
        ObjectValue connection =
                ObjectValue.builder()
                        .put("name", inputs.field("name"))
                        .put("endpoint", endpoint)
                        .put("caCertHash", Value.UNKNOWN)
                        .put("kubeconfig", new Value.SecretValue(Value.UNKNOWN))
                        .build();
        return ObjectValue.builder()
                .put("endpoint", endpoint)
                .put("version", foreseenRelease(inputs))
                .put("paused", false)
                .put("ready", !inputs.flag("skipAwait"))
                .put("connection", connection)
                .build();
    }

    @Override
    public ObjectValue previewUpdate(Existing old, ObjectValue inputs) {
        return ObjectValue.builder()
                .put("version", foreseenRelease(inputs))
                .put("paused", false)
                .put("ready", !inputs.flag("skipAwait"))
                .build();
    }

    private static Value foreseenRelease(ObjectValue inputs) {
        return ControlPlaneConfig.isKnown(inputs)
                ? Value.of(ControlPlaneConfig.release(inputs).toString())
                : Value.UNKNOWN;
    }

    @Override
    public Created create(ObjectValue inputs, OperationContext context) {
        WantedCluster wanted = wanted(inputs, context);
        try {
            hosts.of(wanted.name(), inputs).claim(wanted);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
        return new Created(wanted.name(), bringUp(wanted, inputs, ObjectValue.EMPTY, context));
    }

    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        refusePaused(old, inputs);
        // nodes may have come since the change was planned
        refuse(old, KubernetesUpgrade.refusals(old, inputs, clusters));
        KubernetesUpgrade.announcement(old, inputs).ifPresent(context.progress()::say);
        ObjectValue kept = Outputs.kept(ControlPlaneType.TYPE, old);
        return bringUp(wanted(inputs, context), inputs, kept, context);
    }

    private ObjectValue bringUp(
            WantedCluster wanted, ObjectValue inputs, ObjectValue kept, OperationContext context) {
        var patience = new Patience(context, "starting control plane " + wanted.name(), USUAL);
        ControlPlaneHost host = hosts.of(wanted.name(), inputs);
        try {
            host.start(wanted, patience);
            if (inputs.flag("skipAwait")) {
                return outputs(host, wanted.name(), host.state(wanted.name()), inputs);
            }
            RunningCluster cluster = host.awaitReady(wanted, patience);
            return outputs(host, wanted.name(), new ClusterState.Up(cluster), inputs);
        } catch (HostFailure | OperationCancelled e) {
            String reason = Failures.text(e);
            ObjectValue known = outputs(host, wanted.name(), new ClusterState.Down(reason), inputs);
            throw Failures.partial(wanted.name(), kept.with(known), reason, e);
        }
    }

    @Override
    public ReadOutcome read(Existing old, OperationContext context) {
        return old.isImport()
                ? imported(ImportId.parse(old.id(), environment))
                : lookedAt(old, context);
    }

    private ReadOutcome imported(ImportId id) {
        ControlPlaneHost host = hosts.of(id.name(), id.inputs());
        ClusterState state = stateOf(host, id.name());
        if (state instanceof ClusterState.Absent) {
            return new ReadOutcome.Gone();
        }
        ObjectValue inputs =
                id.inputs()
                        .with(CONFIG_YAML, Value.of(configOf(host, id.name())))
                        .with("skipAwait", Value.of(false));
        return new ReadOutcome.Found(id.name(), inputs, outputs(host, id.name(), state, inputs));
    }

    private ReadOutcome lookedAt(Existing old, OperationContext context) {
        String name = old.id();
        ControlPlaneHost host = engines.host(old, old.inputs());
        ClusterState state = stateOf(host, name);
        if (state instanceof ClusterState.Absent) {
            return new ReadOutcome.Gone();
        }
        List<String> drift = host.drift(wanted(old.inputs(), context));
        ObjectValue found =
                outputs(host, name, state, old.inputs()).with("drift", Value.texts(drift));
        ObjectValue kept = Outputs.kept(ControlPlaneType.TYPE, old);
        return new ReadOutcome.Found(name, old.inputs(), kept.with(found));
    }

    @Override
    public void delete(Existing old, OperationContext context) {
        String name = old.id();
        ControlPlaneHost host = engines.host(old, old.inputs());
        var patience = new Patience(context, "removing control plane " + name, USUAL);
        Optional<AutoMachines.Open> left =
                old.outputs().text("caCertHash").map(ca -> machines.open(name, autoNodes(old), ca));
        try {
            host.remove(name, patience);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
        // only now, since it would have made others
        left.ifPresent(them -> machines.remove(them, patience));
    }

    private static List<AutoNodes> autoNodes(Existing old) {
        try {
            return ControlPlaneConfig.load(old.inputs()).config().privateNodes().autoNodes();
        } catch (InvalidConfigException _) {
            // no version that took that text made nodes at a cloud
            return List.of();
        }
    }

    private static ClusterState stateOf(ControlPlaneHost host, String name) {
        try {
            return host.state(name);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
    }

    private static String configOf(ControlPlaneHost host, String name) {
        try {
            return host.config(name);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
    }

    private static WantedCluster wanted(ObjectValue inputs, OperationContext context) {
        String name = inputs.requireText("name");
        return new WantedCluster(
                name, Names.owner(context.name()), ControlPlaneConfig.load(inputs).config());
    }

    private static ObjectValue outputs(
            ControlPlaneHost host, String name, ClusterState state, ObjectValue inputs) {
        var outputs =
                ObjectValue.builder()
                        .put("name", name)
                        .put("drift", Value.texts(List.of()))
                        .put("warnings", Value.texts(warnings(inputs)))
                        .put("paused", state instanceof ClusterState.Paused)
                        .put("ready", state instanceof ClusterState.Up);
        host.engine().ifPresent(engine -> outputs.put(KeptEngine.ENGINE, engine));
        Hosts.foreseenEndpoint(inputs).ifPresent(endpoint -> outputs.put("endpoint", endpoint));
        if (state instanceof ClusterState.Up(RunningCluster cluster)) {
            cluster.localPort().ifPresent(port -> outputs.put("localPort", port));
            outputs.put("endpoint", cluster.endpoint())
                    .put("caCertHash", cluster.caCertHash())
                    .put("kubeconfig", Value.secret(cluster.kubeconfig()))
                    .put("version", cluster.version())
                    .put(
                            "connection",
                            new ClusterConnection(
                                            name,
                                            cluster.endpoint(),
                                            cluster.caCertHash(),
                                            cluster.kubeconfig())
                                    .value());
        }
        return outputs.build();
    }

    private static List<String> warnings(ObjectValue inputs) {
        try {
            LoadedConfig loaded = ControlPlaneConfig.load(inputs);
            return loaded.warnings().stream().map(Problem::toString).toList();
        } catch (InvalidConfigException _) {
            return List.of();
        }
    }
}
