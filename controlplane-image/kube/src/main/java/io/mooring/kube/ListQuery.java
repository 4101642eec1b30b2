package io.mooring.kube;

/// Which objects of a kind: of one namespace or all, by label selector, by field selector. Empty
/// text means "any".
public record ListQuery(String namespace, String labels, String fields) {
    public static ListQuery all() {
        return new ListQuery("", "", "");
    }

    public static ListQuery namespace(String namespace) {
        return new ListQuery(namespace, "", "");
    }

    public ListQuery labels(String selector) {
        return new ListQuery(namespace, selector, fields);
    }

    public ListQuery fields(String selector) {
        return new ListQuery(namespace, labels, selector);
    }

    String parameters() {
        var text = new StringBuilder();
        if (!labels.isEmpty()) {
            text.append("&labelSelector=").append(Paths.escape(labels));
        }
        if (!fields.isEmpty()) {
            text.append("&fieldSelector=").append(Paths.escape(fields));
        }
        return text.toString();
    }
}
