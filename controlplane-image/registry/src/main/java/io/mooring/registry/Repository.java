package io.mooring.registry;

import io.mooring.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A repository of a registry: its blobs, its manifests, and the tags of those. Opens no connection
/// before it is asked something. Failures are [RegistryException]s. For one thread.
public final class Repository implements AutoCloseable {

    /// Of a chunk, unless somebody says otherwise.
    public static final long CHUNK_BYTES = 16L << 20;

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int PARTIAL = 206;
    private static final int LARGEST_MANIFEST_BYTES = 4 << 20;
    private static final int LARGEST_LIST_BYTES = 16 << 20;
    private static final int MOST_PAGES = 1000;
    private static final int PAGE = 1000;
    private static final Duration STALL = Duration.ofMinutes(2);
    private static final Pattern NEXT = Pattern.compile("\\s*<([^>]+)>\\s*;.*rel=\"?next\"?.*");

    private final RepositoryName name;
    private final Transport transport;
    private final long chunkBytes;

    private Repository(RepositoryName name, Transport transport, long chunkBytes) {
        this.name = name;
        this.transport = transport;
        this.chunkBytes = chunkBytes;
    }

    /// @param chunkBytes how much of a blob goes in one request
    public static Repository open(RepositoryName name, Logins logins, long chunkBytes) {
        return open(name, logins, chunkBytes, Tries.USUAL);
    }

    static Repository open(RepositoryName name, Logins logins, long chunkBytes, Tries tries) {
        return new Repository(name, new Transport(name, logins, tries), chunkBytes);
    }

    public RepositoryName name() {
        return name;
    }

    /// @param reference a tag or a digest
    /// @return empty if there is none
    public Optional<Manifest> manifest(String reference) {
        String attempt = "reading " + shown(reference);
        Call call =
                Call.of("GET", name.uri("manifests/" + reference))
                        .with("Accept", Manifest.IMAGE + ", " + Manifest.INDEX);
        try {
            HttpResponse<InputStream> response = transport.send(attempt, call, Set.of(OK));
            String type =
                    response.headers()
                            .firstValue("Content-Type")
                            .map(text -> text.replaceFirst("\\s*;.*", ""))
                            .orElse("");
            var manifest = new Manifest(type, body(attempt, response, LARGEST_MANIFEST_BYTES));
            if (Digests.isOne(reference) && !manifest.digest().equals(reference)) {
                throw new RegistryException(
                        Kind.OTHER,
                        attempt + ": what came is not what its digest says; ask whoever runs it");
            }
            return Optional.of(manifest);
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Stores one, in the place of what the tag was of before. Its blobs must be there.
    ///
    /// @param reference a tag, or its digest
    public void put(String reference, Manifest manifest) {
        String attempt = "writing " + shown(reference);
        Call call =
                Call.of("PUT", name.uri("manifests/" + reference))
                        .with("Content-Type", manifest.mediaType())
                        .sending(manifest.bytes());
        close(attempt, transport.send(attempt, call, Set.of(CREATED)));
    }

    /// Removes a tag or a manifest; that is all right if there is none.
    ///
    /// @throws RegistryException of the kind UNSUPPORTED where the registry does not let anybody
    public void delete(String reference) {
        String attempt = "removing " + shown(reference);
        Call call = Call.of("DELETE", name.uri("manifests/" + reference));
        try {
            close(attempt, transport.send(attempt, call, Set.of(OK, ACCEPTED)));
        } catch (RegistryException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    /// Of a repository that is not there yet there are none.
    public List<String> tags() {
        return tags(PAGE);
    }

    List<String> tags(int ofAPage) {
        String attempt = "listing the tags of " + name;
        var tags = new ArrayList<String>();
        URI next = name.uri("tags/list?n=" + ofAPage);
        for (int page = 0; page < MOST_PAGES; page++) {
            URI asked = next;
            try {
                HttpResponse<InputStream> response =
                        transport.send(attempt, Call.of("GET", asked), Set.of(OK));
                Optional<String> more =
                        response.headers().allValues("Link").stream()
                                .map(NEXT::matcher)
                                .filter(Matcher::matches)
                                .map(link -> link.group(1))
                                .findFirst();
                tags.addAll(tags(attempt, body(attempt, response, LARGEST_LIST_BYTES)));
                if (more.isEmpty()) {
                    return tags;
                }
                next = transport.further(asked, more.get());
            } catch (IOException e) {
                throw new RegistryException(Kind.OTHER, attempt + ": " + e.getMessage(), e);
            } catch (RegistryException e) {
                if (e.kind() == Kind.NOT_FOUND && page == 0) {
                    return tags;
                }
                throw e;
            }
        }
        throw new RegistryException(Kind.OTHER, attempt + ": there is no end of them");
    }

    private static List<String> tags(String attempt, byte[] document) {
        try {
            var tags = new ArrayList<String>();
            for (JsonNode tag : JsonMapper.shared().readTree(document).path("tags")) {
                tags.add(tag.asString(""));
            }
            return tags;
        } catch (JacksonException e) {
            throw new RegistryException(Kind.OTHER, attempt + ": its answer is no JSON", e);
        }
    }

    public boolean has(String digest) {
        String attempt = "looking for %s in %s".formatted(digest, name);
        try {
            Call call = Call.of("HEAD", name.uri("blobs/" + digest));
            close(attempt, transport.send(attempt, call, Set.of(OK)));
            return true;
        } catch (RegistryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /// Sends a blob, unless the repository has it.
    ///
    /// @return whether anything was sent
    public boolean upload(Blob blob) {
        if (has(blob.digest())) {
            return false;
        }
        new BlobUpload(transport, name, chunkBytes, blob).run(() -> has(blob.digest()));
        return true;
    }

    /// Opens a blob. Reading it fails at its end unless it was what the descriptor says, and when
    /// nothing comes for some time.
    public InputStream blob(Descriptor wanted) {
        String attempt = "reading %s of %s".formatted(wanted.digest(), name);
        Call call = Call.of("GET", name.uri("blobs/" + wanted.digest()));
        HttpResponse<InputStream> response = transport.send(attempt, call, Set.of(OK));
        String where = wanted.digest() + " of " + name;
        return new VerifiedInput(new WatchedInput(response.body(), STALL), wanted, where);
    }

    /// The first bytes of a blob, which no digest proves.
    public byte[] beginning(Descriptor of, int most) {
        String attempt = "reading %s of %s".formatted(of.digest(), name);
        long last = Math.min(most, of.size()) - 1;
        Call call =
                Call.of("GET", name.uri("blobs/" + of.digest())).with("Range", "bytes=0-" + last);
        HttpResponse<InputStream> response = transport.send(attempt, call, Set.of(OK, PARTIAL));
        try (var in = new WatchedInput(response.body(), STALL)) {
            return in.readNBytes((int) last + 1);
        } catch (IOException e) {
            throw new RegistryException(Kind.INTERRUPTED, attempt + ": " + e, e);
        }
    }

    private static byte[] body(String attempt, HttpResponse<InputStream> response, int most) {
        try (var in = new WatchedInput(response.body(), STALL)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new RegistryException(
                        Kind.OTHER, "%s: it has more than %d bytes".formatted(attempt, most));
            }
            return bytes;
        } catch (IOException e) {
            throw new RegistryException(Kind.INTERRUPTED, attempt + ": " + e, e);
        }
    }

    private static void close(String attempt, HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new RegistryException(Kind.INTERRUPTED, attempt + ": " + e, e);
        }
    }

    private String shown(String reference) {
        return name + (Digests.isOne(reference) ? "@" : ":") + reference;
    }

    @Override
    public String toString() {
        return name.toString();
    }

    @Override
    public void close() {
        transport.close();
    }
}
