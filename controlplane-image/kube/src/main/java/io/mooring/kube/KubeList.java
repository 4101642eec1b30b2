package io.mooring.kube;

import java.util.List;

/// The items of a list and the resource version a watch can go on from.
public record KubeList(List<KubeObject> items, String resourceVersion) {
    public KubeList {
        items = List.copyOf(items);
    }
}
