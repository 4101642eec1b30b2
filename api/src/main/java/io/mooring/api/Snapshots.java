package io.mooring.api;

/// Snapshots made by the clock.
public record Snapshots(Auto auto) {

    /// When, how many, and where to.
    public record Auto(String schedule, String timezone, Retention retention, Storage storage) {}

    /// How long, in days, and how many snapshots are kept.
    public record Retention(int period, int maxSnapshots) {}

    /// One store; `type` says which.
    public record Storage(String type, S3 s3, Oci oci, Container container, Azure azure) {}

    /// A bucket.
    public record S3(String url, Credential credential) {}

    /// An image registry.
    public record Oci(String repository, Credential credential, String username, Secret password) {}

    /// A directory in the control plane's container.
    public record Container(String path, Volume volume) {}

    /// The volume behind that directory.
    public record Volume(String name, String path) {}

    /// A blob container.
    public record Azure(String blobUrl, Credential credential) {}

    /// The Secret with the keys of the store.
    public record Credential(String secretName, String secretNamespace) {}
}
