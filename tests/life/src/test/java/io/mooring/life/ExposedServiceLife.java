package io.mooring.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.Progress;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The life of a Service in front of a control plane, with the cluster of the test, which has one
/// node, as the host cluster.
final class ExposedServiceLife {

    private static final String TYPE = "mooring:index:ControlPlaneService";
    private static final ObjectRef REF = ObjectRef.of(ResourceKind.SERVICE, "doors", "door");
    private static final ObjectRef NAMESPACE = ObjectRef.cluster(ResourceKind.NAMESPACE, "doors");
    private static final String ON_NODES =
            """
            type: NodePort
            nodePort: 30555
            tunnelPort: 8132
            annotations: {example.com/team: shop}
            """;
    private static final String BALANCED =
            """
            tunnelPort: 8132
            loadBalancerSourceRanges: [203.0.113.0/24]
            """;

    private final Lifecycle service;
    private final String kubeconfig;
    private final KubeClient host;

    ExposedServiceLife(Lifecycle service, String kubeconfig, KubeClient host) {
        this.service = service;
        this.kubeconfig = kubeconfig;
        this.host = host;
    }

    void run(Path home) throws IOException {
        Existing made = isMadeOnTheNodes();
        isNobodyElses(made);
        isImported(made, home);
        isMendedWhereSomebodyChangedIt(made);
        Existing balanced = waitsForItsLoadBalancer(made);
        leavesNothing(balanced);
    }

    private Existing isMadeOnTheNodes() {
        ObjectValue inputs = inputs(ON_NODES);

        Created created = service.create(inputs, context("door", Progress.SILENT));

        assertThat(created.id()).isEqualTo("doors/door");
        ObjectValue outputs = created.outputs();
        assertThat(outputs.requireText("address")).matches("10\\.77\\.\\d+\\.\\d+:30555");
        assertThat(outputs.requireText("endpoint"))
                .isEqualTo("https://" + outputs.requireText("address"));
        assertThat(outputs.requireText("tunnelAddress")).matches("10\\.77\\.\\d+\\.\\d+:3\\d{4}");
        assertThat(outputs.texts("addresses")).contains(outputs.requireText("hostname"));
        assertThat(live().texts("spec", "selector")).containsEntry("mooring.io/cluster", "shop");
        var made = new Existing(created.id(), inputs, outputs);
        var found = found(made);
        assertThat(found.inputs()).isEqualTo(inputs);
        assertThat(found.outputs()).isEqualTo(outputs);
        return made;
    }

    private void isNobodyElses(Existing made) {
        assertThatThrownBy(() -> service.create(made.inputs(), context("other", Progress.SILENT)))
                .isInstanceOf(ResourceFailure.class)
                .hasMessage(
                        "making Service door of control plane shop: namespace doors has a Service of that name, which belongs to stack shop/dev, resource door; choose another name, import it, or wait until it is gone");
    }

    /// By the kubeconfig of the user, as an import has no other.
    private void isImported(Existing made, Path home) throws IOException {
        Files.createDirectories(home.resolve(".kube"));
        Files.writeString(home.resolve(".kube/config"), kubeconfig);
        String before = System.getProperty("user.home");
        System.setProperty("user.home", home.toString());
        try {
            var imported = found(new Existing("doors/door", ObjectValue.EMPTY, ObjectValue.EMPTY));

            ObjectValue place = Given.value("kubernetes: {namespace: doors}");
            assertThat(imported.inputs()).isEqualTo(made.inputs().with("host", place));
            assertThat(imported.outputs().requireText("endpoint"))
                    .isEqualTo(made.outputs().requireText("endpoint"));
        } finally {
            System.setProperty("user.home", before);
            Files.delete(home.resolve(".kube/config"));
        }
    }

    private void isMendedWhereSomebodyChangedIt(Existing made) {
        host.mergePatch(
                REF,
                """
                {"metadata": {"annotations": {"example.com/team": null}},
                 "spec": {"selector": {"app": "other"},
                          "ports": [{"name": "https", "port": 443, "targetPort": 1, "nodePort": 30555},
                                    {"name": "tunnel", "port": 9999}]}}
                """);

        var found = found(made);

        assertThat(found.outputs().texts("drift").toString())
                .contains("has ports that are not declared: 9999");
        assertThat(found.inputs().textMap("annotations")).isEmpty();
        assertThat(found.inputs().requireInteger("tunnelPort")).isEqualTo(9999);
        var drifted = new Existing(found.id(), found.inputs(), found.outputs());
        assertThat(service.diff(drifted, made.inputs()).changes())
                .extracting(change -> change.path() + " " + change.replaces())
                .containsExactlyInAnyOrder(
                        "annotations[\"example.com/team\"] false", "tunnelPort false");
        service.update(drifted, made.inputs(), context("door", Progress.SILENT));
        var mended = found(made);
        assertThat(mended.outputs().texts("drift")).isEmpty();
        assertThat(mended.inputs()).isEqualTo(made.inputs());
        assertThat(live().list("spec", "ports")).hasSize(2);
        host.mergePatch(REF, Map.of("spec", Map.of("selector", Map.of("app", "other"))));
        assertThat(found(made).outputs().texts("drift"))
                .singleElement()
                .asString()
                .startsWith("Service door differs in spec.selector");
    }

    private Existing waitsForItsLoadBalancer(Existing made) {
        ObjectValue inputs = inputs(BALANCED);
        assertThat(service.previewUpdate(made, inputs).isKnown("endpoint")).isFalse();
        host.create(ResourceKind.EVENT, event());

        assertThatThrownBy(() -> service.update(made, inputs, hurried()))
                .isInstanceOfSatisfying(
                        PartialFailure.class,
                        partial -> {
                            assertThat(partial.id()).isEqualTo("doors/door");
                            assertThat(partial.outputs().flag("ready")).isFalse();
                        })
                .hasMessageContaining("the host cluster gave it no address in time")
                .hasMessageContaining("Warning SyncLoadBalancerFailed door: no quota is left");

        ObjectValue outputs =
                service.update(
                        made,
                        inputs,
                        context(
                                "door",
                                text -> {
                                    if (text.startsWith("waiting for the address")) {
                                        balance();
                                    }
                                }));

        assertThat(outputs.requireText("endpoint")).isEqualTo("https://203.0.113.7:443");
        assertThat(outputs.requireText("tunnelAddress")).isEqualTo("203.0.113.7:8132");
        assertThat(outputs.texts("addresses")).containsExactly("203.0.113.7", "lb.example.com");
        assertThat(live().list("spec", "loadBalancerSourceRanges"))
                .containsExactly("203.0.113.0/24");
        return new Existing(made.id(), inputs, outputs);
    }

    private void leavesNothing(Existing made) {
        service.delete(made, context("door", Progress.SILENT));

        assertThat(service.read(made, context("door", Progress.SILENT)))
                .isInstanceOf(ReadOutcome.Gone.class);
        assertThat(host.find(NAMESPACE)).isEmpty();
        service.delete(made, context("door", Progress.SILENT));
    }

    private void balance() {
        host.mergePatchStatus(
                REF,
                Map.of(
                        "status",
                        Map.of(
                                "loadBalancer",
                                Map.of(
                                        "ingress",
                                        List.of(
                                                Map.of("ip", "203.0.113.7"),
                                                Map.of("hostname", "lb.example.com"))))));
    }

    private static KubeObject event() {
        return KubeObject.parse(
                """
                {"apiVersion": "v1", "kind": "Event",
                 "metadata": {"name": "door.1", "namespace": "doors"},
                 "involvedObject": {"kind": "Service", "namespace": "doors", "name": "door"},
                 "type": "Warning", "reason": "SyncLoadBalancerFailed", "message": "no quota is left"}
                """);
    }

    private KubeObject live() {
        return host.get(REF);
    }

    private ReadOutcome.Found found(Existing made) {
        return (ReadOutcome.Found) service.read(made, context("door", Progress.SILENT));
    }

    private ObjectValue inputs(String settings) {
        ObjectValue place = Given.value("kubernetes: {namespace: doors}");
        ObjectValue kubernetes =
                place.requireObject("kubernetes").with("kubeconfig", Value.of(kubeconfig));
        return Given.checked(
                service,
                "door",
                Given.value("name: door\nclusterName: shop\n" + settings)
                        .with("host", place.with("kubernetes", kubernetes)));
    }

    private static OperationContext context(String name, Progress progress) {
        return context(name, Duration.ofMinutes(2), progress);
    }

    private static OperationContext hurried() {
        return context("door", Duration.ofMillis(1), Progress.SILENT);
    }

    private static OperationContext context(String name, Duration limit, Progress progress) {
        return new OperationContext(
                Given.named(TYPE, name),
                Optional.of(limit),
                new Cancellation(),
                progress,
                Clock.systemUTC(),
                ObjectValue.EMPTY);
    }
}
