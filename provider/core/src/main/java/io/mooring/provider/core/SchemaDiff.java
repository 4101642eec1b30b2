package io.mooring.provider.core;

import io.mooring.provider.core.Difference.Change;
import io.mooring.provider.core.Difference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Compares two versions of inputs property by property, down to the leaves. Secret marks do not
/// count; an unknown new value counts as changed; an old value that was never written down counts
/// as the schema's default, so that a newer provider with a new defaulted property changes nothing;
/// old properties the schema no longer knows are passed over.
final class SchemaDiff {
    private final List<Change> changes = new ArrayList<>();

    private SchemaDiff() {}

    static Difference diff(ResourceType type, ObjectValue oldInputs, ObjectValue newInputs) {
        var diff = new SchemaDiff();
        diff.object(type.inputs(), "", oldInputs, newInputs, false);
        return new Difference(diff.changes, type.deleteBeforeReplace());
    }

    private void object(
            ObjectSchema schema, String path, ObjectValue old, ObjectValue now, boolean replaces) {
        for (var property : schema.properties()) {
            var name = property.name();
            var before = old.has(name) ? old.field(name) : property.fallback();
            var after = now.has(name) ? now.field(name) : property.fallback();
            value(
                    property.type(),
                    PropertyPath.field(path, name),
                    before.bare(),
                    after.bare(),
                    replaces || property.immutable());
        }
    }

    private void value(PropertyType type, String path, Value old, Value now, boolean replaces) {
        if (old instanceof Value.Null && now instanceof Value.Null) {
            return;
        }
        if (old instanceof Value.Null) {
            changes.add(new Change(path, Kind.ADD, replaces));
        } else if (now instanceof Value.Null) {
            changes.add(new Change(path, Kind.DELETE, replaces));
        } else if (old instanceof ObjectValue before && now instanceof ObjectValue after) {
            if (type instanceof PropertyType.Ref(var objectType)) {
                object(objectType.schema(), path, before, after, replaces);
            } else {
                map(elements(type), path, before, after, replaces);
            }
        } else if (old instanceof Value.ListValue(var before)
                && now instanceof Value.ListValue(var after)) {
            list(elements(type), path, before, after, replaces);
        } else if (!old.sameAs(now)) {
            changes.add(new Change(path, Kind.UPDATE, replaces));
        }
    }

    private void map(
            PropertyType type, String path, ObjectValue old, ObjectValue now, boolean replaces) {
        var keys = new LinkedHashSet<>(old.fields().keySet());
        keys.addAll(now.fields().keySet());
        for (var key : keys) {
            value(
                    type,
                    PropertyPath.field(path, key),
                    old.field(key).bare(),
                    now.field(key).bare(),
                    replaces);
        }
    }

    private void list(
            PropertyType type, String path, List<Value> old, List<Value> now, boolean replaces) {
        for (var i = 0; i < Math.max(old.size(), now.size()); i++) {
            value(
                    type,
                    PropertyPath.item(path, i),
                    i < old.size() ? old.get(i).bare() : Value.NULL,
                    i < now.size() ? now.get(i).bare() : Value.NULL,
                    replaces);
        }
    }

    private static PropertyType elements(PropertyType type) {
        return switch (type) {
            case PropertyType.ListOf(var items) -> items;
            case PropertyType.MapOf(var values) -> values;
            case PropertyType.Ref _, PropertyType.Primitive _ -> PropertyType.ANY;
        };
    }
}
