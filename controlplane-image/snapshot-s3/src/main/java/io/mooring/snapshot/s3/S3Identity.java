package io.mooring.snapshot.s3;

import io.mooring.snapshot.SnapshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// Keys out of the files of a directory, as a Secret looks in a pod. Read at each use, because they
/// are exchanged while a control plane runs.
final class S3Identity implements AwsCredentialsProvider {

    static final String ID = "AWS_ACCESS_KEY_ID";
    static final String KEY = "AWS_SECRET_ACCESS_KEY";
    static final String TOKEN = "AWS_SESSION_TOKEN";

    private final Path directory;

    S3Identity(Path directory) {
        this.directory = directory;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        String id = text(ID);
        String key = text(KEY);
        if (id.isEmpty() || key.isEmpty()) {
            throw new SnapshotException(
                    "the credentials of snapshots in %s: there should be %s and %s (and %s, if they end); is the Secret filled?"
                            .formatted(directory, ID, KEY, TOKEN));
        }
        String token = text(TOKEN);
        return token.isEmpty()
                ? AwsBasicCredentials.create(id, key)
                : AwsSessionCredentials.create(id, key, token);
    }

    private String text(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new SnapshotException("reading the credentials of snapshots " + file, e);
        }
    }
}
