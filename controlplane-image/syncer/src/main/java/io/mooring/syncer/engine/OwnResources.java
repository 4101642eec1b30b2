package io.mooring.syncer.engine;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.ShownKind.Name;
import java.util.Optional;

/// The objects of a definition of custom resources: the tenant's own, which would be lost with the
/// definition, and the host's that it was shown. Thread-safe.
final class OwnResources {
    private final KubeClient tenant;

    OwnResources(KubeClient tenant) {
        this.tenant = tenant;
    }

    /// Why the definition has to stay, for the tenant to read; empty if it may go.
    ///
    /// @throws ApiFailure if that cannot be found out now
    Optional<String> hold(KubeObject definition) {
        try {
            var kind = kind(definition);
            return kind.isEmpty()
                    ? Optional.of(stays("objects that cannot be read: no version of it is served"))
                    : tenant.first(kind.get(), ListQuery.all().labels(Marks.FROM_HOST + "!=true"))
                            .map(own ->
                                    stays("objects of this cluster's own, such as " + name(own)));
        } catch (KubeFailure.NotFound _) {
            // it has never been served
            return Optional.empty();
        } catch (KubeFailure e) {
            throw new ApiFailure.Unreachable(String.valueOf(e.getMessage()), e);
        }
    }

    private static String stays(String what) {
        return "the host cluster shows it no more; it stays for as long as there are "
                + what
                + ": delete those if it is to go";
    }

    private static Name name(KubeObject object) {
        return new Name(object.namespace(), object.name());
    }

    /// Takes away the host's objects of a definition that stays.
    void removeShown(KubeObject definition) {
        kind(definition)
                .ifPresent(kind ->
                        tenant.list(kind, ListQuery.all().labels(Marks.FROM_HOST + "=true"))
                                .items()
                                .forEach(object -> tenant.delete(ObjectRef.of(kind, object))));
    }

    private static Optional<ResourceKind> kind(KubeObject definition) {
        return definition.maps("spec", "versions").stream()
                .filter(version -> Boolean.TRUE.equals(version.get("served")))
                .findFirst()
                .map(version ->
                        new ResourceKind(
                                definition.text("spec", "group").orElse("")
                                        + "/"
                                        + version.get("name"),
                                definition.text("spec", "names", "kind").orElse(""),
                                definition.text("spec", "names", "plural").orElse(""),
                                definition.text("spec", "scope").orElse("").equals("Namespaced")));
    }
}
