package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The kinds of `gateway.networking.k8s.io` whose meaning is known here.
public final class GatewayApi {
    static final String GROUP = "gateway.networking.k8s.io";
    public static final String CLASSES = "gatewayclasses." + GROUP;
    public static final String GATEWAYS = "gateways." + GROUP;
    public static final String GRANTS = "referencegrants." + GROUP;

    /// Annotation of a gateway of the host that a tenant is shown: its namespace and name there.
    private static final String SOURCE = Keys.DOMAIN + "/source-gateway";

    /// Those of which tenants' objects name objects of the host.
    static final ResourceKind CLASS =
            ResourceKind.cluster(GROUP + "/v1", "GatewayClass", "gatewayclasses");

    static final ResourceKind GATEWAY =
            ResourceKind.inNamespace(GROUP + "/v1", "Gateway", "gateways");

    /// By their plurals: routes that lead requests by what they ask for, and those that do not
    /// look.
    private static final List<String> ROUTES = List.of("httproutes", "tlsroutes");

    private GatewayApi() {}

    /// Whether tenants' objects name what the host has of the definition.
    public static boolean isNamed(String definition) {
        return definition.equals(CLASSES) || definition.equals(GATEWAYS);
    }

    /// Whether the kind is one of the group.
    public static boolean isPart(ResourceKind kind) {
        return kind.apiVersion().startsWith(GROUP + "/");
    }

    /// Whether objects of the kind say what may name what in another namespace.
    public static boolean isGrant(ResourceKind kind) {
        return isPart(kind) && kind.plural().equals("referencegrants");
    }

    /// Those objects, as what is followed.
    public static SyncedCustom grants() {
        return new SyncedCustom(GRANTS, "", List.of(), SyncedCustom.Meaning.GATEWAY_API);
    }

    /// Whether objects of the kind do nothing but lead from gateways to services.
    public static boolean isRoute(ResourceKind kind) {
        return isPart(kind) && ROUTES.contains(kind.plural());
    }

    /// That of the kind.
    ///
    /// @throws IllegalArgumentException if its meaning is not known
    static Translator translator(ResourceKind kind, Settings settings) {
        if (ROUTES.contains(kind.plural())) {
            return new RouteTranslator(kind, settings);
        }
        return switch (kind.plural()) {
            case "gateways" -> new GatewayTranslator(kind, settings);
            case "referencegrants" -> new GatewayGrantTranslator(kind);
            case "backendtlspolicies" -> new BackendTlsTranslator(kind, settings);
            default -> throw new IllegalArgumentException("nobody knows what " + kind + " means");
        };
    }

    /// What tenants do not see of the host's gateways.
    ///
    /// @param certificates whether they see which secrets hold certificates
    /// @param infrastructure whether they see what their programs are made of
    /// @param addresses whether they see where they are reached
    public static List<Patch> hidden(
            boolean certificates, boolean infrastructure, boolean addresses) {
        var hidden = new ArrayList<Patch>();
        if (!certificates) {
            // one has to be there
            hidden.add(
                    patch(
                            "spec.listeners[*].tls.certificateRefs[*]",
                            value -> value.map(_ -> Map.of("name", "of-the-host"))));
        }
        if (!infrastructure) {
            hidden.add(patch("spec.infrastructure", _ -> Optional.empty()));
        }
        if (!addresses) {
            hidden.add(patch("status.addresses", _ -> Optional.empty()));
        }
        return hidden;
    }

    /// Tells tenants which of the host's gateways it is.
    public static Patch source() {
        return new Patch(
                FieldPath.parse("metadata.annotations[\"" + SOURCE + "\"]"),
                new Patch.Expressed(
                        Optional.of((_, context) -> {
                            var host = new KubeObject(Tree.map(context, "hostObject"));
                            return Optional.of(host.namespace() + "/" + host.name());
                        }),
                        Optional.empty()));
    }

    /// What tenants do not see of the host's classes: by which of its objects they are set up.
    public static List<Patch> hiddenOfClasses() {
        return List.of(patch("spec.parametersRef", _ -> Optional.empty()));
    }

    private static Patch patch(String path, UnaryOperator<Optional<Object>> change) {
        return new Patch(
                FieldPath.parse(path),
                new Patch.Expressed(
                        Optional.of((value, _) -> change.apply(value)), Optional.empty()));
    }
}
