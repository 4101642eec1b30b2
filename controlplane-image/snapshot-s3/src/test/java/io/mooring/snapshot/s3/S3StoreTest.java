package io.mooring.snapshot.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.aws.testkit.MotoServer;
import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import io.mooring.snapshot.testkit.SnapshotStoreContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;

/// Against moto, a real server of S3's protocol.
final class S3StoreTest extends SnapshotStoreContract {

    private static final AtomicInteger BUCKETS = new AtomicInteger();

    @TempDir private Path identity = Path.of("");
    private String bucket = "";

    @BeforeEach
    void prepare() throws IOException {
        bucket = "snapshots-" + BUCKETS.incrementAndGet();
        Files.writeString(identity.resolve("AWS_ACCESS_KEY_ID"), "id\n");
        Files.writeString(identity.resolve("AWS_SECRET_ACCESS_KEY"), "key\n");
        try (S3Client client = client()) {
            var _ = client.createBucket(it -> it.bucket(bucket));
        }
    }

    @Override
    protected SnapshotStore store() {
        return store(bucket);
    }

    @Test
    void whatElseIsInTheBucketIsLeftAlone() {
        try (S3Client client = client();
                SnapshotStore store = store()) {
            for (String key :
                    new String[] {
                        "clusters/readme.txt",
                        "clusters/deeper/a.snapshot",
                        "clusters-2/a.snapshot",
                        "a.snapshot"
                    }) {
                var _ =
                        client.putObject(
                                it -> it.bucket(bucket).key(key), RequestBody.fromString("x"));
            }

            assertThat(store.list()).isEmpty();
            assertThat(store).hasToString("s3://" + bucket + "/clusters/");
        }
    }

    @Test
    void aLargeOneGoesInPartsAndLeavesNoneWhenItFails() throws IOException {
        Path large = written(11 << 20);
        try (S3Client client = client();
                SnapshotStore store =
                        S3Store.open(
                                SnapshotUrl.parse(url(bucket)),
                                Optional.of(identity),
                                new S3Parts(6 << 20, 5 << 20))) {
            store.put(large, "large.snapshot");

            var head = client.headObject(it -> it.bucket(bucket).key("clusters/large.snapshot"));
            assertThat(head.contentLength()).isEqualTo(Files.size(large));
            assertThat(head.eTag()).contains("-3");
            Path fetched = identity.resolve("fetched");
            store.get("large.snapshot", fetched);
            assertThat(fetched).hasSameBinaryContentAs(large);
            assertThatThrownBy(() -> store.put(large, "large.snapshot"))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageEndingWith("it is there already; choose another name");
            assertThat(client.listMultipartUploads(it -> it.bucket(bucket)).uploads()).isEmpty();
        }
        try (S3Client client = client();
                SnapshotStore store =
                        S3Store.open(
                                SnapshotUrl.parse(url(bucket)),
                                Optional.of(identity),
                                new S3Parts(6 << 20, 1 << 20))) {
            // the server takes no parts that small
            assertThatThrownBy(() -> store.put(large, "small-parts.snapshot"))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("EntityTooSmall");
            assertThat(client.listMultipartUploads(it -> it.bucket(bucket)).uploads()).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsLostAtTheEndDoesNotUndoAnUpload() throws IOException {
        Path large = written(6 << 20);
        var parts = new S3Parts(5 << 20, 5 << 20);
        var place = S3Place.of(SnapshotUrl.parse(url(bucket)));
        var loss = new LostAnswer();
        try (S3Client client = client(loss)) {
            new S3Upload(client, parts, place, "a.snapshot").run(large);

            assertThat(loss.answers).isGreaterThan(1);
            assertThatThrownBy(() -> new S3Upload(client, parts, place, "a.snapshot").run(large))
                    .hasMessageEndingWith("it is there already; choose another name");
        }
        try (SnapshotStore store = store()) {
            Path fetched = identity.resolve("fetched");
            store.get("a.snapshot", fetched);
            assertThat(fetched).hasSameBinaryContentAs(large);
        }
    }

    /// Makes a failure of the first answer to the end of an upload.
    private static final class LostAnswer implements ExecutionInterceptor {

        private int answers;

        @Override
        public SdkHttpResponse modifyHttpResponse(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            if (!(context.request() instanceof CompleteMultipartUploadRequest)) {
                return context.httpResponse();
            }
            answers++;
            return answers == 1
                    ? context.httpResponse().copy(it -> it.statusCode(500))
                    : context.httpResponse();
        }
    }

    @Test
    void partsAreLargeEnoughAndNeverTooMany() {
        assertThat(S3Parts.USUAL.isCut(256L << 20)).isFalse();
        for (long bytes : new long[] {(256L << 20) + 1, 5L << 30, 700L << 30, 5L << 40}) {
            long size = S3Parts.USUAL.size(bytes);

            assertThat(S3Parts.USUAL.isCut(bytes)).isTrue();
            assertThat(size).isBetween(64L << 20, 5L << 30);
            assertThat(Math.ceilDiv(bytes, size)).isLessThanOrEqualTo(10_000);
        }
    }

    @Test
    void aBucketThatIsNotThereIsToldSo() {
        try (SnapshotStore store = store("nowhere")) {
            assertThatThrownBy(store::list)
                    .isInstanceOf(SnapshotException.class)
                    .hasMessage(
                            "listing the snapshots in s3://nowhere/clusters/: there is no such bucket; make it, or correct the URL");
        }
    }

    @Test
    void credentialsThatAreNotThereAreToldSo() throws IOException {
        Files.delete(identity.resolve("AWS_SECRET_ACCESS_KEY"));

        try (SnapshotStore store = store()) {
            assertThatThrownBy(store::list)
                    .isInstanceOf(SnapshotException.class)
                    .hasMessage(
                            "the credentials of snapshots in %s: there should be AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN, if they end); is the Secret filled?"
                                    .formatted(identity));
        }
    }

    private SnapshotStore store(String name) {
        return S3Store.open(SnapshotUrl.parse(url(name)), Optional.of(identity));
    }

    private static String url(String name) {
        return "s3://%s/clusters?region=eu-central-1&endpoint=%s".formatted(name, endpoint());
    }

    private static S3Client client(ExecutionInterceptor... interceptors) {
        return S3Client.builder()
                .overrideConfiguration(it -> it.executionInterceptors(List.of(interceptors)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(URI.create(endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .build();
    }

    private static String endpoint() {
        return "http://" + MotoServer.shared().address();
    }
}
