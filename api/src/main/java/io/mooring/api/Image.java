package io.mooring.api;

/// A container image in three parts, so that a mirror can replace the registry alone.
public record Image(String registry, String repository, String tag) {
    /// `registry/repository:tag`, without the parts that are empty.
    public String reference() {
        var name = registry.isEmpty() ? repository : registry + "/" + repository;
        return tag.isEmpty() ? name : name + ":" + tag;
    }
}
