package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotSupportTest {

    private static final String IN_PODS =
            """
            privateNodes: {enabled: true}
            snapshots:
              auto:
                schedule: '@daily'
                storage: {type: s3, s3: {url: 's3://b', credential: {secretName: a}}}
              encryption: {secretName: b}
              restore: {url: 's3://b/c', credential: {secretName: d}}
            """;

    @Test
    void secretsAreForPodsOnly() {
        assertThat(problems(IN_PODS, true)).isEmpty();
        assertThat(problems(IN_PODS, false))
                .containsExactly(
                        "snapshots.auto.storage.s3.credential.secretName: must be left out: a standalone control plane has no Secrets; use the environment",
                        "snapshots.restore.credential.secretName: must be left out: a standalone control plane has no Secrets; use the environment",
                        "snapshots.encryption.secretName: must be left out: a standalone control plane has no Secrets; use snapshots.encryption.passphraseFile");
    }

    @Test
    void whatThisVersionDoesNotDoIsSaidAtOnce() {
        String config =
                """
                privateNodes: {enabled: true}
                snapshots:
                  auto:
                    schedule: '@daily'
                    storage: {type: azure, azure: {blobUrl: 'https://a'}}
                  encryption: {passphraseFile: /a}
                  restore: {url: 'https://b/c', credential: {secretName: a, secretNamespace: b}}
                """;

        assertThat(problems(config, true))
                .containsExactly(
                        "snapshots.auto.storage.type: must not be azure in this version; use s3, oci or container",
                        "snapshots.restore.url: must begin with s3://, oci:// or file:// in this version, but is \"https://b/c\"",
                        "snapshots.restore.credential.secretNamespace: must be left out: a pod gets Secrets of its own namespace only");
    }

    private static List<String> problems(String yaml, boolean inPod) {
        return SnapshotSupport.notYet(ConfigLoader.load(yaml).config(), inPod).stream()
                .map(Problem::toString)
                .toList();
    }
}
