package io.mooring.api;

/// Snapshots made by the clock, what all are encrypted with, and the one a cluster begins with.
public record Snapshots(Auto auto, Encryption encryption, Restore restore) {

    /// When, how many, and where to. An empty schedule means none.
    public record Auto(String schedule, String timezone, Retention retention, Storage storage) {}

    /// The passphrase: in a file of the machine, or under the key `passphrase` in a Secret of the
    /// host cluster.
    public record Encryption(String passphraseFile, String secretName) {

        /// Whether neither is said.
        public boolean isEmpty() {
            return passphraseFile.isEmpty() && secretName.isEmpty();
        }
    }

    /// What a new cluster holds from its first start on. Without effect on one that is there.
    public record Restore(String url, Credential credential) {}

    /// How long, in days, and how many snapshots are kept; 0 means without limit.
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
