package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.PodIdentity;
import io.mooring.kube.ResourceKind;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The Secret of the host cluster in which the replicas of a control plane keep what they have in
/// common. Whoever made the control plane has made it, empty; this server may read and fill it.
final class SharedSecret {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    private final Supplier<KubeClient> hosts;
    private final Supplier<String> namespace;
    private final String name;

    /// @param hosts a new client of the host cluster each time
    SharedSecret(Supplier<KubeClient> hosts, Supplier<String> namespace, String name) {
        this.hosts = hosts;
        this.namespace = namespace;
        this.name = name;
    }

    static SharedSecret of(PodIdentity pod, String name) {
        return new SharedSecret(() -> pod.client(CALL_LIMIT), pod::namespace, name);
    }

    /// What is in it. Prints without it.
    ///
    /// @param version changes with the content
    record Content(String version, Map<String, String> texts) {
        Content {
            texts = Map.copyOf(texts);
        }

        @Override
        public String toString() {
            return "version " + version + " with " + texts.keySet();
        }
    }

    /// @throws Unreachable if the host cluster does not give it
    Content read() {
        try (KubeClient host = hosts.get()) {
            return content(host.get(ref()));
        } catch (KubeFailure | UncheckedIOException e) {
            throw new Unreachable("reading", name, e);
        }
    }

    /// Adds to it, if it is still as it was read.
    ///
    /// @return false if somebody else was faster
    /// @throws Unreachable if the host cluster does not take it
    boolean add(Content read, Map<String, String> texts) {
        var all = new LinkedHashMap<String, Object>();
        read.texts().forEach((key, text) -> all.put(key, encoded(text)));
        texts.forEach((key, text) -> all.put(key, encoded(text)));
        try (KubeClient host = hosts.get()) {
            KubeObject found = host.get(ref());
            if (!found.resourceVersion().equals(read.version())) {
                return false;
            }
            KubeObject _ = host.replace(ResourceKind.SECRET, found.with(all, "data"));
            return true;
        } catch (KubeFailure.Conflict _) {
            return false;
        } catch (KubeFailure | UncheckedIOException e) {
            throw new Unreachable("filling", name, e);
        }
    }

    private ObjectRef ref() {
        return ObjectRef.of(ResourceKind.SECRET, namespace.get(), name);
    }

    private static Content content(KubeObject secret) {
        var texts = new LinkedHashMap<String, String>();
        secret.texts("data")
                .forEach((key, value) ->
                        texts.put(
                                key,
                                new String(
                                        Base64.getDecoder().decode(value),
                                        StandardCharsets.UTF_8)));
        return new Content(secret.resourceVersion(), texts);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    String name() {
        return name;
    }

    /// The host cluster cannot be asked now.
    static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreachable(String attempt, String name, Throwable cause) {
            super(
                    "%s the Secret %s of the host cluster: %s"
                            .formatted(attempt, name, cause.getMessage()),
                    cause);
        }
    }
}
