package io.mooring.snapshot.s3;

import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import io.mooring.snapshot.StoredSnapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/// Snapshots below a prefix of a bucket, one object each. An object is there as a whole or not at
/// all, and the bucket compares what it got with digests.
public final class S3Store implements SnapshotStore {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final S3Place place;
    private final S3Client client;
    private final S3Parts parts;

    private S3Store(S3Place place, S3Client client, S3Parts parts) {
        this.place = place;
        this.client = client;
        this.parts = parts;
    }

    /// Opens no connection yet.
    ///
    /// @param url of the place, not of a snapshot in it
    /// @param credentials a directory with keys; without, what AWS's own tools would use
    public static S3Store open(SnapshotUrl url, Optional<Path> credentials) {
        return open(url, credentials, S3Parts.USUAL);
    }

    static S3Store open(SnapshotUrl url, Optional<Path> credentials, S3Parts parts) {
        var place = S3Place.of(url);
        S3ClientBuilder builder =
                S3Client.builder()
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(ANSWER))
                        // we send the digest ourselves, in a form that every imitation takes
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .serviceConfiguration(
                                S3Configuration.builder()
                                        .chunkedEncodingEnabled(false)
                                        .pathStyleAccessEnabled(place.pathStyle())
                                        .build());
        place.endpoint().ifPresent(builder::endpointOverride);
        place.region().map(Region::of).ifPresent(builder::region);
        credentials.map(S3Identity::new).ifPresent(builder::credentialsProvider);
        String attempt = "opening " + url;
        return new S3Store(place, S3Calls.of(attempt, builder::build), parts);
    }

    @Override
    public List<StoredSnapshot> list(Predicate<String> isMeant) {
        return S3Calls.of(
                "listing the snapshots in " + this,
                () ->
                        client
                                .listObjectsV2Paginator(it ->
                                        it.bucket(place.bucket())
                                                .prefix(place.prefix())
                                                .delimiter("/"))
                                .contents()
                                .stream()
                                .filter(object -> object.key().endsWith(SUFFIX))
                                .map(object ->
                                        new StoredSnapshot(
                                                object.key().substring(place.prefix().length()),
                                                object.size()))
                                .filter(one -> isMeant.test(one.name()))
                                .sorted(Comparator.comparing(StoredSnapshot::name))
                                .toList());
    }

    @Override
    public void put(Path file, String name) {
        new S3Upload(client, parts, place, name).run(file);
    }

    @Override
    public InputStream open(String name) {
        return S3Calls.of("reading the snapshot " + place.url(name), () -> object(name));
    }

    @Override
    public SnapshotInfo info(String name) {
        String url = place.url(name);
        String range = "bytes=0-" + (SnapshotInfo.MOST_BYTES - 1);
        byte[] beginning =
                S3Calls.of(
                        "reading the snapshot " + url,
                        () ->
                                client.getObjectAsBytes(it ->
                                                it.bucket(place.bucket())
                                                        .key(place.key(name))
                                                        .range(range))
                                        .asByteArray());
        try {
            return SnapshotInfo.read(new ByteArrayInputStream(beginning), url);
        } catch (IOException e) {
            throw new SnapshotException("reading the snapshot " + url + ": " + e, e);
        }
    }

    @Override
    public void delete(String name) {
        var _ =
                S3Calls.of(
                        "removing the snapshot " + place.url(name),
                        () ->
                                client.deleteObject(
                                        it -> it.bucket(place.bucket()).key(place.key(name))));
    }

    private InputStream object(String name) {
        return new ObjectInput(
                client.getObject(it -> it.bucket(place.bucket()).key(place.key(name))));
    }

    @Override
    public String toString() {
        return place.url("");
    }

    @Override
    public void close() {
        client.close();
    }
}
