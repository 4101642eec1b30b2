package io.mooring.provider.resources;

import io.mooring.kube.KubeClients;
import io.mooring.kube.KubeObject;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationCancelled;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.kubernetes.ExposedService;
import io.mooring.provider.resources.host.kubernetes.ExposedService.Address;
import io.mooring.provider.resources.host.kubernetes.Exposure;
import io.mooring.provider.resources.host.kubernetes.HostCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes, changes and removes Services in front of control planes. The id of one is
/// `NAMESPACE/NAME`.
final class ControlPlaneServiceHandler implements ResourceHandler {

    private static final Duration USUAL = Duration.ofMinutes(5);

    /// What the address may depend on; of annotations too, where a load balancer reads them.
    private static final List<String> ADDRESSING =
            List.of("type", "port", "nodePort", "tunnelPort", "tunnelNodePort");

    private final KubeClients clients;

    ControlPlaneServiceHandler(KubeClients clients) {
        this.clients = clients;
    }

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        ObjectValue named = Names.withName(inputs, context);
        return new Checked(named, ControlPlaneServiceCheck.of(named));
    }

    @Override
    public Difference diff(Existing old, ObjectValue inputs, Difference bySchema) {
        if (!bySchema.isEmpty()) {
            return bySchema;
        }
        if (!old.outputs().list("drift").isEmpty()) {
            return Repair.because("drift", bySchema);
        }
        return old.outputs().flag("ready") || inputs.flag("skipAwait")
                ? bySchema
                : Repair.because("ready", bySchema);
    }

    @Override
    public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        return foreseen(inputs);
    }

    private static ObjectValue foreseen(ObjectValue inputs) {
        var known = ObjectValue.builder().put("ready", !inputs.flag("skipAwait"));
        Optional<String> type = inputs.text("type");
        if (type.isPresent() && !inputs.flag("skipAwait")) {
            boolean onNodes = type.get().equals(Exposure.Type.NODE_PORT.wire());
            inputs.integer(onNodes ? "nodePort" : "port")
                    .ifPresent(port -> known.put("exposedPort", port));
        }
        return known.put("drift", Value.texts(List.of())).build();
    }

    @Override
    public ObjectValue previewUpdate(Existing old, ObjectValue inputs) {
        boolean moves =
                changed(old, inputs, ADDRESSING.stream())
                        || (changed(old, inputs, Stream.of("annotations"))
                                && inputs.text("type")
                                        .filter(Exposure.Type.LOAD_BALANCER.wire()::equals)
                                        .isPresent());
        return moves || !old.outputs().flag("ready")
                ? foreseen(inputs)
                : Outputs.kept(ControlPlaneServiceType.TYPE, old)
                        .with("drift", Value.texts(List.of()));
    }

    private static boolean changed(Existing old, ObjectValue inputs, Stream<String> names) {
        return names.anyMatch(name -> !old.inputs().field(name).sameAs(inputs.field(name)));
    }

    @Override
    public Created create(ObjectValue inputs, OperationContext context) {
        Exposure wanted = ControlPlaneServiceInputs.declared(inputs, context.name());
        HostCluster place = place(inputs);
        String id = place.namespace() + "/" + wanted.name();
        context.progress().say("applying " + wanted);
        try {
            new ExposedService(place).make(wanted);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
        return new Created(id, awaited(id, place, wanted, inputs, ObjectValue.EMPTY, context));
    }

    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        Exposure wanted = ControlPlaneServiceInputs.declared(inputs, context.name());
        HostCluster place = place(inputs);
        context.progress().say("applying " + wanted);
        try {
            new ExposedService(place).apply(wanted);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
        return awaited(old.id(), place, wanted, inputs, old.outputs(), context);
    }

    private static ObjectValue awaited(
            String id,
            HostCluster place,
            Exposure wanted,
            ObjectValue inputs,
            ObjectValue before,
            OperationContext context) {
        var service = new ExposedService(place);
        Optional<String> known = before.text("hostname");
        try {
            if (inputs.flag("skipAwait")) {
                return outputs(
                        wanted,
                        service.find(wanted.name())
                                .flatMap(it -> service.address(it, wanted, known)),
                        List.of());
            }
            var patience = new Patience(context, "waiting for the address of " + wanted, USUAL);
            Address address = service.awaitAddress(wanted, known, patience);
            return outputs(wanted, Optional.of(address), List.of());
        } catch (HostFailure | OperationCancelled e) {
            throw Failures.partial(
                    id, outputs(wanted, Optional.empty(), List.of()), Failures.text(e), e);
        }
    }

    @Override
    public ReadOutcome read(Existing old, OperationContext context) {
        ServiceImportId id = ServiceImportId.parse(old.id());
        ObjectValue placed =
                old.isImport()
                        ? ObjectValue.builder().put("host", id.host()).build()
                        : old.inputs();
        try {
            var service = new ExposedService(place(placed));
            Optional<KubeObject> live = service.find(id.name());
            return live.isEmpty()
                    ? new ReadOutcome.Gone()
                    : found(service, old, id, live.get(), context);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
    }

    private static ReadOutcome found(
            ExposedService service,
            Existing old,
            ServiceImportId id,
            KubeObject live,
            OperationContext context) {
        if (old.isImport()) {
            ObjectValue inputs = ControlPlaneServiceInputs.imported(place(id, live), live);
            Exposure wanted = ControlPlaneServiceInputs.declared(inputs, context.name());
            return new ReadOutcome.Found(
                    live.namespace() + "/" + live.name(),
                    inputs,
                    outputs(wanted, service.address(live, wanted, Optional.empty()), List.of()));
        }
        Exposure wanted = ControlPlaneServiceInputs.declared(old.inputs(), context.name());
        ObjectValue inputs = ControlPlaneServiceInputs.found(old.inputs(), live);
        Optional<Address> address = service.address(live, wanted, old.outputs().text("hostname"));
        return new ReadOutcome.Found(
                old.id(), inputs, outputs(wanted, address, service.drift(wanted)));
    }

    /// The inputs that tell where it is and what it leads to.
    private static ObjectValue place(ServiceImportId id, KubeObject live) {
        String cluster =
                Exposure.clusterOf(live)
                        .orElseThrow(() ->
                                new ResourceFailure(
                                        "importing Service %s/%s: it selects no control plane of ours; look at its selector"
                                                .formatted(live.namespace(), live.name())));
        if (Exposure.isMadeByControlPlane(cluster, live.name())) {
            throw new ResourceFailure(
                    "importing Service %s/%s: control plane %s makes and keeps it itself, by controlPlane.service of its configuration; import the control plane instead"
                            .formatted(live.namespace(), live.name(), cluster));
        }
        return ObjectValue.builder()
                .put("name", live.name())
                .put("clusterName", cluster)
                .put("host", id.host())
                .build();
    }

    @Override
    public void delete(Existing old, OperationContext context) {
        String name = ServiceImportId.parse(old.id()).name();
        var patience = new Patience(context, "removing Service " + name, USUAL);
        try {
            new ExposedService(place(old.inputs()))
                    .remove(name, old.inputs().requireText("clusterName"), patience);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
    }

    private HostCluster place(ObjectValue inputs) {
        return Hosts.hostCluster(inputs.text("clusterName").orElse(""), inputs, clients)
                .orElseThrow(() -> new IllegalStateException("the check wants a host cluster"));
    }

    private static ObjectValue outputs(
            Exposure wanted, Optional<Address> address, List<String> drift) {
        var outputs =
                ObjectValue.builder()
                        .put("name", wanted.name())
                        .put("ready", address.isPresent())
                        .put("drift", Value.texts(drift));
        address.ifPresent(it -> {
            outputs.put("address", it.at(0))
                    .put("endpoint", "https://" + it.at(0))
                    .put("hostname", it.host())
                    .put("exposedPort", it.ports().getFirst())
                    .put("addresses", Value.texts(it.hosts()));
            if (it.ports().size() > 1) {
                outputs.put("tunnelAddress", it.at(1));
            }
        });
        return outputs.build();
    }
}
