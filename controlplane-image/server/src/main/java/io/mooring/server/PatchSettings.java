package io.mooring.server;

import io.mooring.api.SyncToHost;
import io.mooring.api.expression.Expression;
import io.mooring.api.expression.ExpressionException;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.FieldPath;
import io.mooring.syncer.translate.Patch;
import io.mooring.syncer.translate.Patches;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Patches as the configuration says them, read. What is wrong with them has been told before, by
/// the rules of the configuration.
final class PatchSettings {

    private PatchSettings() {}

    static List<Patch> of(List<SyncToHost.Patch> patches) {
        return patches.stream().map(PatchSettings::of).toList();
    }

    static Patches shown(HostNames names, List<SyncToHost.Patch> patches) {
        return patches.isEmpty()
                ? Patches.none()
                : new Patches(names.cluster(), names.hostNamespace(), of(patches));
    }

    private static Patch of(SyncToHost.Patch patch) {
        FieldPath path = FieldPath.parse(patch.path());
        if (!patch.reference().isEmpty()) {
            return new Patch(path, reference(patch.reference()));
        }
        if (patch.expression().isEmpty() && patch.reverseExpression().isEmpty()) {
            return new Patch(path, new Patch.Labels());
        }
        return new Patch(
                path,
                new Patch.Expressed(change(patch.expression()), change(patch.reverseExpression())));
    }

    private static Patch.Way reference(Map<String, Object> reference) {
        return new Patch.Reference(
                reference.get("apiVersion") + "/" + reference.get("kind"),
                at(reference, "namePath"),
                at(reference, "namespacePath"));
    }

    private static Optional<FieldPath> at(Map<String, Object> reference, String key) {
        return Optional.ofNullable(reference.get(key)).map(String::valueOf).map(FieldPath::parse);
    }

    private static Optional<Patch.Change> change(String source) {
        if (source.isEmpty()) {
            return Optional.empty();
        }
        var expression = Expression.parse(source);
        return Optional.of((value, context) -> {
            try {
                return expression.evaluate(value, context);
            } catch (ExpressionException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        });
    }
}
