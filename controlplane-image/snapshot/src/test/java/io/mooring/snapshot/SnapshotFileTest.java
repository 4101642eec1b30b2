package io.mooring.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.pki.PassphraseKey.Cost;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A snapshot comes back as it was written, and nothing comes out of one that is not as it was.
final class SnapshotFileTest {

    private static final long SEED = Long.getLong("seed", 20261122);
    private static final Passphrase PASSPHRASE = new Passphrase("correct horse battery");
    private static final Cost CHEAP = new Cost(2, 1, 1);
    private static final int FORMAT_AT = 8;

    @TempDir private Path directory = Path.of("");

    /// One key as it is written and read.
    private record Key(String key, String value, long seconds) {

        static Key of(byte[] key, byte[] value, long seconds) {
            return new Key(hex(key), hex(value), seconds);
        }
    }

    @Test
    void whatIsWrittenComesBackWhateverItIs() {
        var random = new Random(SEED);
        for (int run = 0; run < 15; run++) {
            Path file = directory.resolve("random" + run);
            List<Key> keys = randomKeys(random);

            byte[] secret = bytes(random, 200);
            write(file, keys, secret);

            assertThat(read(file)).as("seed %d run %d", SEED, run).isEqualTo(keys);
            try (var snapshot = SnapshotFile.open(file)) {
                var checked = snapshot.check(PASSPHRASE);
                assertThat(checked.files()).containsOnlyKeys("pki/ca.key");
                assertThat(checked.files().get("pki/ca.key")).isEqualTo(secret);
                assertThat(checked.info()).isEqualTo(info(keys.size()));
            }
        }
    }

    @Test
    void itsOwnerAloneReadsItAndNothingInItIsPlain() throws IOException {
        Path file = directory.resolve("secret");

        write(file, List.of(key("/registry/secrets/a", "p4ssw0rd")), "the CA's key".getBytes());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains("\"cluster\":\"shop\"")
                .doesNotContain("p4ssw0rd", "registry", "CA's");
    }

    @Test
    void anyFlippedBitIsFound() throws IOException {
        Path file = sample();
        byte[] whole = Files.readAllBytes(file);
        var random = new Random(SEED);
        for (int run = 0; run < 400; run++) {
            int at = random.nextInt(whole.length);
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));

            assertRefused(flipped, "byte " + at);
        }
    }

    @Test
    void aFileThatEndsEarlyIsFound() throws IOException {
        byte[] whole = Files.readAllBytes(sample());
        for (int length = 0; length < whole.length; length += 1 + whole.length / 100) {
            assertRefused(Arrays.copyOf(whole, length), "length " + length);
        }
    }

    @Test
    void aFileThatGoesOnIsFound() throws IOException {
        byte[] whole = Files.readAllBytes(sample());

        assertRefused(Arrays.copyOf(whole, whole.length + 1), "one byte more");
    }

    @Test
    void whoeverMendsTheDigestStillChangesNothing() throws IOException {
        byte[] whole = Files.readAllBytes(sample());
        var random = new Random(SEED);
        for (int run = 0; run < 200; run++) {
            int at = FORMAT_AT + 4 + random.nextInt(whole.length - 32 - FORMAT_AT - 4);
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));

            assertRefused(withDigest(changed), "byte " + at);
        }
    }

    @Test
    void chunksCannotBeExchangedLeftOutOrTakenFromAnotherSnapshot() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(SEED).nextBytes(noise);
        Path file = directory.resolve("large");
        write(file, List.of(key("/registry/large", hex(noise))), noise);
        Path other = directory.resolve("other");
        write(other, List.of(key("/registry/large", hex(noise))), noise);
        List<byte[]> parts = parts(Files.readAllBytes(file));
        List<byte[]> foreign = parts(Files.readAllBytes(other));
        assertThat(parts).hasSizeGreaterThan(4);

        List<byte[]> swapped = new ArrayList<>(parts);
        swapped.set(2, parts.get(3));
        swapped.set(3, parts.get(2));
        assertRefused(joined(swapped), "swapped");
        List<byte[]> without = new ArrayList<>(parts);
        without.remove(2);
        assertRefused(joined(without), "without the second");
        assertRefused(joined(parts.subList(0, parts.size() - 1)), "without the last");
        List<byte[]> mixed = new ArrayList<>(parts);
        mixed.set(2, foreign.get(2));
        assertRefused(joined(mixed), "with another's second");
    }

    @Test
    void anotherPassphraseIsToldFromDamage() throws IOException {
        Path file = sample();

        try (var snapshot = SnapshotFile.open(file)) {
            snapshot.checkDigest();
            assertThatThrownBy(() -> snapshot.check(new Passphrase("incorrect horse")))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessage(
                            "%s cannot be decrypted: this is not the passphrase it was made with",
                            file);
        }
    }

    @Test
    void aStreamIsLookedAtAsAFileIs() throws IOException {
        Path file = sample();
        byte[] whole = Files.readAllBytes(file);
        String digest;
        try (SnapshotFile snapshot = SnapshotFile.open(file)) {
            digest = snapshot.digest();
        }

        for (var passphrase : List.of(Optional.of(PASSPHRASE), Optional.<Passphrase>empty())) {
            Files.write(file, whole);
            assertThat(inspected(file, passphrase))
                    .isEqualTo(new SnapshotStream.Inspected(info(20), whole.length, digest));
            byte[] changed = whole.clone();
            changed[changed.length - 40] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> inspected(file, passphrase))
                    .hasMessage(
                            "%s is damaged: it was cut or changed after it was written; use another copy",
                            file);
            Files.write(file, Arrays.copyOf(whole, whole.length - 1));
            assertThatThrownBy(() -> inspected(file, passphrase))
                    .hasMessageEndingWith("use another copy");
        }
        Files.write(file, whole);
        assertThatThrownBy(
                        () -> inspected(file, Optional.of(new Passphrase("another of its kind"))))
                .hasMessage(
                        "%s cannot be decrypted: this is not the passphrase it was made with",
                        file);
    }

    @Test
    void aNewerFormatIsNotReadAtAll() throws IOException {
        byte[] newer = Files.readAllBytes(sample());
        ByteBuffer.wrap(newer).putInt(FORMAT_AT, 2);
        Path file = Files.write(directory.resolve("newer"), withDigest(newer));

        assertThatThrownBy(() -> SnapshotFile.open(file))
                .isInstanceOf(SnapshotException.class)
                .hasMessage(
                        "%s is a snapshot in format 2, and this version of mooring reads format 1: use a newer mooring",
                        file);
    }

    @Test
    void aCostThatWouldTakeAllMemoryIsNotPaid() throws IOException {
        Path file = sample();
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        byte[] greedy =
                text.replace("\"n\":2,\"r\":1", "\"n\":3,\"r\":1")
                        .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, withDigest(greedy));

        assertThatThrownBy(() -> SnapshotFile.open(file))
                .hasMessage(
                        "%s: the header of the snapshot is damaged; use another copy of it", file);
        assertThatThrownBy(() -> new Cost(1 << 30, 8, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileOfAnotherKindIsNone() throws IOException {
        Path file = Files.writeString(directory.resolve("kubeconfig"), "apiVersion: v1\n");

        assertThatThrownBy(() -> SnapshotFile.open(file))
                .hasMessage("%s is no snapshot of a virtual cluster", file);
        assertThatThrownBy(() -> SnapshotFile.open(directory.resolve("absent")))
                .hasMessage(
                        "reading the snapshot %s: there is no such file",
                        directory.resolve("absent"));
    }

    @Test
    void fewerKeysThanTheHeaderSaysAreFound() {
        Path file = directory.resolve("fewer");
        try (var writer = SnapshotWriter.create(file, info(2), PASSPHRASE, CHEAP)) {
            writer.file("pki/ca.key", new byte[1]);
            writer.key(new byte[1], new byte[1], 0);
            writer.finish();
        }

        try (var snapshot = SnapshotFile.open(file)) {
            assertThatThrownBy(() -> snapshot.check(PASSPHRASE))
                    .isInstanceOf(SnapshotException.class)
                    .hasRootCauseMessage("1 keys and 1 files, not as many as were to be");
        }
    }

    @Test
    void oneThatIsNotFinishedLeavesNothing() throws IOException {
        Path file = directory.resolve("never");

        try (var writer = SnapshotWriter.create(file, info(1), PASSPHRASE, CHEAP)) {
            writer.key(new byte[1], new byte[100_000], 0);
        }

        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFileThatIsThereIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("there"), "mine");

        assertThatThrownBy(() -> SnapshotWriter.create(file, info(0), PASSPHRASE, CHEAP))
                .hasMessage(
                        "writing the snapshot %s: it is there already; choose another name", file);
        assertThat(file).hasContent("mine");
    }

    @Test
    void aPassphraseIsNeitherShortNorPrinted() {
        assertThat(PASSPHRASE).hasToString("***");
        assertThatThrownBy(() -> new Passphrase("1234567"))
                .isInstanceOf(SnapshotException.class)
                .hasMessageStartingWith("the passphrase has 7 characters; ");
    }

    private void assertRefused(byte[] content, String what) throws IOException {
        Path file = Files.write(directory.resolve("bad"), content);
        assertThatThrownBy(
                        () -> {
                            try (var snapshot = SnapshotFile.open(file)) {
                                var _ = snapshot.check(PASSPHRASE);
                            }
                        })
                .as("seed %d, %s", SEED, what)
                .isInstanceOf(SnapshotException.class);
        assertThatThrownBy(() -> inspected(file, Optional.of(PASSPHRASE)))
                .as("seed %d, %s, as a stream", SEED, what)
                .isInstanceOf(SnapshotException.class);
    }

    private static SnapshotStream.Inspected inspected(Path file, Optional<Passphrase> passphrase)
            throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return SnapshotStream.inspect(in, file.toString(), passphrase);
        }
    }

    private Path sample() {
        Path file = directory.resolve("sample");
        var keys = new ArrayList<Key>();
        for (int i = 0; i < 20; i++) {
            keys.add(key("/registry/configmaps/default/" + i, "value " + i * i));
        }
        write(file, keys, new byte[100]);
        return file;
    }

    private static void write(Path file, List<Key> keys, byte[] secret) {
        try (var writer = SnapshotWriter.create(file, info(keys.size()), PASSPHRASE, CHEAP)) {
            writer.file("pki/ca.key", secret);
            for (Key key : keys) {
                writer.key(unhex(key.key()), unhex(key.value()), key.seconds());
            }
            assertThat(writer.finish()).isEqualTo(file.toFile().length());
        }
    }

    private static List<Key> read(Path file) {
        var keys = new ArrayList<Key>();
        try (var snapshot = SnapshotFile.open(file)) {
            snapshot.check(PASSPHRASE)
                    .keys((key, value, seconds) -> keys.add(Key.of(key, value, seconds)));
        }
        return keys;
    }

    private static List<Key> randomKeys(Random random) {
        var keys = new ArrayList<Key>();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            int most = random.nextInt(20) == 0 ? 150_000 : 500;
            long seconds = random.nextBoolean() ? 0 : random.nextLong(1, 4000);
            keys.add(Key.of(bytes(random, 60), bytes(random, most), seconds));
        }
        return keys;
    }

    private static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Key key(String key, String value) {
        return Key.of(
                key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static SnapshotInfo info(int keys) {
        return new SnapshotInfo(
                "shop",
                "v1.34.4",
                "embedded etcd",
                42,
                keys,
                1,
                Instant.parse("2026-11-22T03:00:00.5Z"));
    }

    /// Header, chunks; without the digest.
    private static List<byte[]> parts(byte[] file) {
        var parts = new ArrayList<byte[]>();
        int at = FORMAT_AT + 8 + ByteBuffer.wrap(file).getInt(FORMAT_AT + 4);
        parts.add(Arrays.copyOf(file, at));
        while (at < file.length - 32) {
            int next = at + 5 + ByteBuffer.wrap(file).getInt(at);
            parts.add(Arrays.copyOfRange(file, at, next));
            at = next;
        }
        return parts;
    }

    private static byte[] joined(List<byte[]> parts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (byte[] part : parts) {
                out.write(part);
            }
            out.write(new byte[32]);
        }
        return withDigest(bytes.toByteArray());
    }

    private static byte[] withDigest(byte[] file) {
        try {
            byte[] content = Arrays.copyOf(file, file.length - 32);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            byte[] mended = file.clone();
            System.arraycopy(digest, 0, mended, content.length, 32);
            return mended;
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] unhex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
