package io.mooring.snapshot.s3;

import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotUrl;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// A bucket, the part of it that is ours, and where it is.
///
/// @param prefix with a slash at its end, unless it is empty
/// @param region that of the environment if not given
/// @param endpoint what is called in place of AWS
/// @param pathStyle whether the bucket is part of the path, and not of the host's name
record S3Place(
        String bucket,
        String prefix,
        Optional<String> region,
        Optional<URI> endpoint,
        boolean pathStyle) {

    private static final String REGION = "region";
    private static final String ENDPOINT = "endpoint";
    private static final String PATH_STYLE = "path-style";

    /// Of `s3://BUCKET/PREFIX?region=REGION&endpoint=URL&path-style=BOOLEAN`.
    static S3Place of(SnapshotUrl url) {
        url.requireOptions(Set.of(REGION, ENDPOINT, PATH_STYLE));
        if (url.authority().isEmpty()) {
            throw new SnapshotException(url + " names no bucket; it should be as s3://BUCKET/PATH");
        }
        Optional<URI> endpoint =
                Optional.ofNullable(url.options().get(ENDPOINT)).map(S3Place::endpoint);
        String style = url.options().getOrDefault(PATH_STYLE, String.valueOf(endpoint.isPresent()));
        if (!style.equals("true") && !style.equals("false")) {
            throw new SnapshotException(
                    "%s: path-style must be true or false, but is %s".formatted(url, style));
        }
        return new S3Place(
                url.authority(),
                url.path().isEmpty() ? "" : url.path() + "/",
                Optional.ofNullable(url.options().get(REGION)),
                endpoint,
                style.equals("true"));
    }

    private static URI endpoint(String text) {
        if (!text.matches("https?://[^/@]+/?")) {
            throw new SnapshotException(
                    "the endpoint of a bucket should be as https://HOST:PORT, but is " + text);
        }
        return URI.create(text);
    }

    String key(String name) {
        return prefix + name;
    }

    String url(String name) {
        return "s3://" + bucket + "/" + key(name);
    }
}
