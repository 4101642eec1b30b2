package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.GatewayApi;
import io.mooring.syncer.translate.Translation;
import io.mooring.syncer.translate.Translator;
import io.mooring.syncer.translate.Translators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/// What to do about one object and its copy, by what both sides have now. Pure.
///
/// At most one write to each side comes out: the next is planned when its effect is seen.
final class Plan {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofMinutes(1);
    private static final Set<ResourceKind> KEPT =
            Set.of(
                    ResourceKind.POD,
                    ResourceKind.PERSISTENT_VOLUME_CLAIM,
                    ResourceKind.PERSISTENT_VOLUME,
                    Translators.RESOURCE_CLAIM);

    private final Translator translator;
    private final Function<KubeObject, Translation> translation;

    /// @param translation what the tenant's object becomes
    Plan(Translator translator, Function<KubeObject, Translation> translation) {
        this.translator = translator;
        this.translation = translation;
    }

    /// @param copy what has the copy's name in the host cluster
    /// @param ours whether that is proved to be the copy
    List<Action> of(Optional<KubeObject> tenant, Optional<KubeObject> copy, boolean ours) {
        return together(planned(tenant, copy, ours));
    }

    /// With all that the tenant is told in one: what is told last is not told again.
    private static List<Action> together(List<Action> actions) {
        var messages =
                actions.stream()
                        .filter(Action.Tell.class::isInstance)
                        .map(action -> ((Action.Tell) action).message())
                        .toList();
        if (messages.size() < 2) {
            return actions;
        }
        var all = told(messages);
        all.addAll(actions.stream().filter(action -> !(action instanceof Action.Tell)).toList());
        return all;
    }

    private List<Action> planned(
            Optional<KubeObject> tenant, Optional<KubeObject> copy, boolean ours) {
        if (tenant.isEmpty()) {
            return ours ? removal(copy.orElseThrow(), OptionalLong.empty()) : List.of();
        }
        var object = tenant.get();
        if (copy.isPresent() && !ours) {
            return missing(object, _ -> taken(copy.get()));
        }
        if (translator.kind().equals(ResourceKind.POD)) {
            var life = PodPlan.of(object, copy, () -> back(object, copy.orElseThrow()));
            if (life.isPresent()) {
                return life.get();
            }
        }
        return copy.isEmpty() ? missing(object, this::made) : present(object, copy.get());
    }

    private List<Action> missing(KubeObject tenant, Function<KubeObject, List<Action>> whenWanted) {
        return switch (translation.apply(tenant)) {
            case Translation.NotNeeded() -> List.of();
            case Translation.Refused(List<String> reasons) -> List.of(refusal(reasons));
            case Translation.Unpatched(String reason) -> List.of(refusal(List.of(reason)));
            case Translation.Waiting(String reason) ->
                    List.of(new Action.Tell("waiting: " + reason), new Action.LookAgain(SOON));
            case Translation.Synced(KubeObject wanted, List<String> notes) -> {
                if (isDeleting(tenant)) {
                    yield List.of();
                }
                var actions = told(notes);
                actions.addAll(whenWanted.apply(wanted));
                yield actions;
            }
        };
    }

    private List<Action> made(KubeObject wanted) {
        return List.of(
                new Action.CreateCopy(stamped(translator.fresh(wanted), wanted)),
                // a copy that is made and deleted while a watch has lost track is never seen
                new Action.LookAgain(LATER));
    }

    private static List<Action> taken(KubeObject other) {
        return List.of(
                new Action.Tell(
                        "not synced: its name in the host cluster, "
                                + other.name()
                                + ", is that of another object; rename one of them"),
                new Action.LookAgain(LATER));
    }

    private List<Action> present(KubeObject tenant, KubeObject copy) {
        if (!tenant.uid().equals(copy.annotations().get(Marks.OBJECT_UID))) {
            return removal(copy, OptionalLong.empty());
        }
        // a pod that runs is not killed because it would not be started any more, nor is data lost;
        // what a custom resource holds in the host cluster nobody here knows; a route holds
        // nothing, and must not stay attached to what it may not name any more
        boolean custom =
                !Translators.KINDS.contains(translator.kind())
                        && !GatewayApi.isRoute(translator.kind());
        boolean kept = custom || KEPT.contains(translator.kind());
        return switch (translation.apply(tenant)) {
            case Translation.NotNeeded() -> removal(copy, OptionalLong.empty());
            case Translation.Refused(List<String> reasons) -> {
                var actions = new ArrayList<Action>();
                actions.add(refusal(reasons));
                actions.addAll(kept ? back(tenant, copy) : removal(copy, OptionalLong.empty()));
                yield actions;
            }
            case Translation.Unpatched(String reason) -> {
                var actions = told(List.of("not synced any more: " + reason));
                actions.addAll(back(tenant, copy));
                yield actions;
            }
            case Translation.Waiting _ -> {
                var actions = new ArrayList<Action>(back(tenant, copy));
                actions.add(new Action.LookAgain(SOON));
                yield actions;
            }
            case Translation.Synced(KubeObject wanted, _)
                    when translator.isReplaced(wanted, copy) ->
                    removal(copy, OptionalLong.empty());
            case Translation.Synced(KubeObject wanted, List<String> notes) -> {
                var actions = told(notes);
                if (!isDeleting(copy)) {
                    update(wanted, copy).ifPresent(actions::add);
                }
                actions.addAll(back(tenant, copy));
                yield actions;
            }
        };
    }

    private Optional<Action> update(KubeObject wanted, KubeObject copy) {
        var kept = translator.keeping(wanted, copy);
        if (isAsWanted(copy, kept, wanted)) {
            var extended = translator.extended(wanted, copy);
            if (!extended.equals(copy)) {
                return Optional.of(new Action.ExtendCopy(extended));
            }
            var resized = translator.resized(wanted, copy);
            return resized.equals(copy)
                    ? Optional.empty()
                    : Optional.of(new Action.ResizeCopy(resized));
        }
        var metadata = copy.map("metadata");
        var whole =
                kept.with(metadata, "metadata")
                        .with(Stamps.merged(copy, wanted, "labels"), "metadata", "labels")
                        .with(Stamps.merged(copy, wanted, "annotations"), "metadata", "annotations")
                        .with(
                                wanted.list("metadata", "ownerReferences"),
                                "metadata",
                                "ownerReferences");
        var status = copy.at("status");
        var stamped = stamped(whole, wanted);
        return Optional.of(
                new Action.UpdateCopy(
                        status.isPresent() ? stamped.with(status.get(), "status") : stamped));
    }

    private boolean isAsWanted(KubeObject copy, KubeObject kept, KubeObject wanted) {
        return Stamps.isDigest(copy, translator.changeable(wanted)) && Covers.covers(copy, kept);
    }

    private KubeObject stamped(KubeObject object, KubeObject wanted) {
        return Stamps.stamped(object, translator.changeable(wanted));
    }

    private List<Action> back(KubeObject tenant, KubeObject copy) {
        var untold = translator.untold(tenant, copy);
        var actions =
                told(untold.isEmpty() ? untold : List.of("not told: " + String.join("; ", untold)));
        actions.addAll(change(tenant, copy));
        return actions;
    }

    private List<Action> change(KubeObject tenant, KubeObject copy) {
        var told = translator.toTenant(tenant, copy);
        if (told.equals(tenant)) {
            return List.of();
        }
        var node = told.text("spec", "nodeName").orElse("");
        if (translator.kind().equals(ResourceKind.POD)
                && !node.equals(tenant.text("spec", "nodeName").orElse(""))) {
            return isDeleting(tenant) ? List.of() : List.of(PodPlan.binding(tenant, node));
        }
        var status = tenant.at("status");
        var body = status.isPresent() ? told.with(status.get(), "status") : without(told);
        return List.of(
                body.equals(tenant)
                        ? new Action.UpdateTenantStatus(told)
                        : new Action.UpdateTenant(body));
    }

    private static KubeObject without(KubeObject told) {
        var fields = new LinkedHashMap<>(told.fields());
        fields.remove("status");
        return new KubeObject(fields);
    }

    static List<Action> removal(KubeObject copy, OptionalLong graceSeconds) {
        return isDeleting(copy) ? List.of() : List.of(new Action.DeleteCopy(copy, graceSeconds));
    }

    static boolean isDeleting(KubeObject object) {
        return object.at("metadata", "deletionTimestamp").isPresent();
    }

    private static Action refusal(List<String> reasons) {
        return new Action.Tell("not synced: " + String.join("; ", reasons));
    }

    private static List<Action> told(List<String> notes) {
        var actions = new ArrayList<Action>();
        if (!notes.isEmpty()) {
            actions.add(new Action.Tell(String.join("; ", notes)));
        }
        return actions;
    }
}
