package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which Service in front of a control plane the user imports: `NAMESPACE/NAME`, or
/// `CONTEXT/NAMESPACE/NAME` in the host cluster of that context.
///
/// @param host the property `host` that leads there
record ServiceImportId(String name, ObjectValue host) {

    // A context may have slashes in its name, a namespace has none.
    private static final Pattern FORM = Pattern.compile("(?:(.+)/)?([^/]+)/([^/]+)");

    static ServiceImportId parse(String id) {
        Matcher matcher = FORM.matcher(id);
        if (!matcher.matches()) {
            throw new ResourceFailure(
                    "importing \"%s\": this names no Service; write NAMESPACE/NAME, or CONTEXT/NAMESPACE/NAME for one of another context"
                            .formatted(id));
        }
        var kubernetes = ObjectValue.builder().put("namespace", matcher.group(2));
        if (matcher.group(1) != null) {
            kubernetes.put("context", matcher.group(1));
        }
        return new ServiceImportId(
                matcher.group(3),
                ObjectValue.builder().put("kubernetes", kubernetes.build()).build());
    }
}
