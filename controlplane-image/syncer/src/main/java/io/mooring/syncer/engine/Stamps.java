package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.Digests;
import io.mooring.syncer.names.Keys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a copy tells of how it was written: which labels and annotations are ours, so that we take
/// away those we gave and leave others; and a digest of what was wanted, so that a wish that is
/// gone is noticed.
final class Stamps {
    static final String GIVEN = Keys.DOMAIN + "/given";
    static final String WANTED = Keys.DOMAIN + "/wanted";

    private Stamps() {}

    /// The object with the stamps that tell of it.
    static KubeObject stamped(KubeObject object, KubeObject wanted) {
        return object.with(given(wanted), "metadata", "annotations", GIVEN)
                .with(digest(wanted), "metadata", "annotations", WANTED);
    }

    static boolean isDigest(KubeObject copy, KubeObject wanted) {
        return digest(wanted).equals(copy.annotations().get(WANTED));
    }

    private static String given(KubeObject wanted) {
        var keys = new TreeSet<String>();
        wanted.labels().keySet().forEach(key -> keys.add("label " + key));
        wanted.annotations().keySet().forEach(key -> keys.add("annotation " + key));
        return String.join("\n", keys);
    }

    /// The copy's labels (or annotations) that are not ours, and the wanted ones.
    static Map<String, Object> merged(KubeObject copy, KubeObject wanted, String what) {
        var ours = new TreeSet<>(List.of(copy.annotations().getOrDefault(GIVEN, "").split("\n")));
        var merged = new TreeMap<String, Object>();
        var prefix = what.equals("labels") ? "label " : "annotation ";
        copy.map("metadata", what)
                .forEach((key, value) -> {
                    if (!ours.contains(prefix + key)) {
                        merged.put(key, value);
                    }
                });
        merged.putAll(wanted.map("metadata", what));
        return merged;
    }

    private static String digest(KubeObject wanted) {
        var text = new StringBuilder();
        canonical(text, wanted.fields());
        return Digests.hex(text.toString(), 32);
    }

    private static void canonical(StringBuilder text, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                text.append('{');
                new TreeMap<Object, Object>(map)
                        .forEach((key, item) -> {
                            canonical(text, key);
                            canonical(text, item);
                        });
                text.append('}');
            }
            case List<?> list -> {
                text.append('[');
                list.forEach(item -> canonical(text, item));
                text.append(']');
            }
            case String string -> text.append(string.length()).append('"').append(string);
            default -> text.append(value).append(',');
        }
    }
}
