package io.mooring.snapshot.s3;

import io.mooring.snapshot.PrivateFile;
import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import io.mooring.snapshot.StoredSnapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/// Snapshots below a prefix of a bucket. A snapshot goes there as one object by one call, with the
/// digest of what was sent: it is there as a whole or not at all.
public final class S3Store implements SnapshotStore {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    /// S3 takes no more in one call.
    private static final long LARGEST_BYTES = 5L << 30;

    /// A header is shorter.
    private static final int BEGINNING_BYTES = (64 << 10) + 16;

    private static final int BUFFER_BYTES = 64 << 10;

    private final S3Place place;
    private final S3Client client;

    private S3Store(S3Place place, S3Client client) {
        this.place = place;
        this.client = client;
    }

    /// Opens no connection yet.
    ///
    /// @param url of the place, not of a snapshot in it
    /// @param credentials a directory with keys; without, what AWS's own tools would use
    public static S3Store open(SnapshotUrl url, Optional<Path> credentials) {
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
        return new S3Store(place, S3Calls.of(attempt, builder::build));
    }

    @Override
    public List<StoredSnapshot> list() {
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
                                .sorted(Comparator.comparing(StoredSnapshot::name))
                                .toList());
    }

    @Override
    public void put(Path file, String name) {
        String attempt = "writing the snapshot " + place.url(name);
        try {
            long bytes = Files.size(file);
            if (bytes > LARGEST_BYTES) {
                throw new SnapshotException(
                        "%s: it has %d bytes, and S3 takes %d at once; write it to a file, and send that by a tool that sends parts"
                                .formatted(attempt, bytes, LARGEST_BYTES));
            }
            String digest = digest(file);
            var _ =
                    S3Calls.of(
                            attempt,
                            () ->
                                    client.putObject(
                                            it ->
                                                    it.bucket(place.bucket())
                                                            .key(place.key(name))
                                                            .ifNoneMatch("*")
                                                            .checksumSHA256(digest),
                                            RequestBody.fromFile(file)));
        } catch (IOException e) {
            throw new SnapshotException(attempt + ": " + e, e);
        }
    }

    @Override
    public void get(String name, Path file) {
        String attempt = "reading the snapshot " + place.url(name);
        try (InputStream in = S3Calls.of(attempt, () -> object(name))) {
            PrivateFile.write(in, file);
        } catch (IOException | SdkClientException e) {
            throw new SnapshotException(attempt + ": " + e, e);
        }
    }

    @Override
    public SnapshotInfo info(String name) {
        String url = place.url(name);
        String range = "bytes=0-" + (BEGINNING_BYTES - 1);
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
        return client.getObject(it -> it.bucket(place.bucket()).key(place.key(name)));
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
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
