package io.mooring.snapshot.s3;

import io.mooring.snapshot.SnapshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// A file on its way into a bucket: in one call, or in parts that become an object at the end. Each
/// piece has its digest, and the object comes in nobody's place.
final class S3Upload {

    private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

    private static final String MARK = "mooring-upload";

    private final S3Client client;
    private final S3Parts parts;
    private final String bucket;
    private final String key;
    private final String attempt;

    /// What an object of several parts carries, so that it is known for ours.
    private final String mark = UUID.randomUUID().toString();

    S3Upload(S3Client client, S3Parts parts, S3Place place, String name) {
        this.client = client;
        this.parts = parts;
        this.bucket = place.bucket();
        this.key = place.key(name);
        this.attempt = "writing the snapshot " + place.url(name);
    }

    void run(Path file) {
        try {
            long bytes = Files.size(file);
            if (parts.isCut(bytes)) {
                inParts(file, bytes);
            } else {
                whole(new FilePart(file, 0, bytes));
            }
        } catch (IOException e) {
            throw new SnapshotException(attempt + ": " + e, e);
        }
    }

    private void whole(FilePart all) throws IOException {
        String digest = all.digest();
        var _ =
                S3Calls.of(
                        attempt,
                        () ->
                                client.putObject(
                                        it ->
                                                it.bucket(bucket)
                                                        .key(key)
                                                        .ifNoneMatch("*")
                                                        .checksumSHA256(digest),
                                        all.body()));
    }

    private void inParts(Path file, long bytes) throws IOException {
        requireFree();
        String upload =
                S3Calls.of(
                                attempt,
                                () ->
                                        client.createMultipartUpload(it ->
                                                it.bucket(bucket)
                                                        .key(key)
                                                        .metadata(Map.of(MARK, mark))
                                                        .checksumAlgorithm(
                                                                ChecksumAlgorithm.SHA256)))
                        .uploadId();
        try {
            complete(upload, send(file, bytes, upload), bytes);
        } catch (IOException | RuntimeException e) {
            abandon(upload);
            throw e;
        }
    }

    /// If an answer is lost, the client asks again, and is told that there is no such upload, or
    /// that the object is there already.
    private void complete(String upload, List<CompletedPart> sent, long bytes) {
        try {
            var _ =
                    S3Calls.of(
                            attempt,
                            () ->
                                    client.completeMultipartUpload(it ->
                                            it.bucket(bucket)
                                                    .key(key)
                                                    .uploadId(upload)
                                                    .ifNoneMatch("*")
                                                    .multipartUpload(all -> all.parts(sent))));
        } catch (SnapshotException e) {
            if (!isThere(bytes)) {
                throw e;
            }
        }
    }

    private boolean isThere(long bytes) {
        try {
            var there = client.headObject(it -> it.bucket(bucket).key(key));
            return there.contentLength() == bytes && mark.equals(there.metadata().get(MARK));
        } catch (SdkException e) {
            LOG.debug("{}: looking whether it is there: {}", attempt, e.getMessage());
            return false;
        }
    }

    /// The bucket looks again at the end; many bytes need not go there in vain.
    private void requireFree() {
        boolean isFree =
                S3Calls.of(
                        attempt,
                        () -> {
                            try {
                                var _ = client.headObject(it -> it.bucket(bucket).key(key));
                                return false;
                            } catch (NoSuchKeyException _) {
                                return true;
                            }
                        });
        if (!isFree) {
            throw new SnapshotException(attempt + ": " + S3Calls.TAKEN);
        }
    }

    private List<CompletedPart> send(Path file, long bytes, String upload) throws IOException {
        long size = parts.size(bytes);
        var sent = new ArrayList<CompletedPart>();
        for (long at = 0; at < bytes; at += size) {
            var part = new FilePart(file, at, Math.min(size, bytes - at));
            sent.add(send(part, sent.size() + 1, upload));
        }
        return sent;
    }

    private CompletedPart send(FilePart part, int number, String upload) throws IOException {
        String digest = part.digest();
        String tag =
                S3Calls.of(
                                attempt,
                                () ->
                                        client.uploadPart(
                                                it ->
                                                        it.bucket(bucket)
                                                                .key(key)
                                                                .uploadId(upload)
                                                                .partNumber(number)
                                                                .checksumSHA256(digest),
                                                part.body()))
                        .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).checksumSHA256(digest).build();
    }

    /// Parts that become nothing would be paid for as long as they are there.
    private void abandon(String upload) {
        try {
            var _ = client.abortMultipartUpload(it -> it.bucket(bucket).key(key).uploadId(upload));
        } catch (RuntimeException e) {
            LOG.warn(
                    "upload={} of {} stays half done; a lifecycle rule of the bucket can remove it: {}",
                    upload,
                    key,
                    e.getMessage());
        }
    }
}
