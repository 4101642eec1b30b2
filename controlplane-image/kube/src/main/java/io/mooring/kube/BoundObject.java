package io.mooring.kube;

/// The object a token lives and dies with: a `v1` Pod, Secret or Node.
public record BoundObject(String kind, String name, String uid) {}
