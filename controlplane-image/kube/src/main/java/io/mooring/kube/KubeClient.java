package io.mooring.kube;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A client of one Kubernetes API server.
///
/// Thread-safe; calls block and are meant for virtual threads. Every call fails with a
/// [KubeFailure]. Whoever made it closes it; closing ends its watches.
public final class KubeClient implements AutoCloseable {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String APPLY_PATCH = "application/apply-patch+yaml";
    private static final int PAGE = 200;

    private final Transport transport;
    private final Known known = new Known();

    private KubeClient(Transport transport) {
        this.transport = transport;
    }

    /// A client with the identity and server of the kubeconfig's current context.
    ///
    /// @throws IllegalArgumentException if the text is no usable kubeconfig; the message holds
    ///   nothing of it
    public static KubeClient fromKubeconfig(String yaml) {
        return new KubeClient(new Transport(yaml, DEFAULT_TIMEOUT));
    }

    /// As [#fromKubeconfig(String)], with a limit for the time a call may take.
    public static KubeClient fromKubeconfig(String yaml, Duration timeout) {
        return new KubeClient(new Transport(yaml, timeout));
    }

    /// Has calls from now on made with the identity of this kubeconfig, of the same server: a
    /// certificate that was issued anew. What runs already goes on to its end.
    ///
    /// @throws IllegalArgumentException if the text is no usable kubeconfig of that server
    public void renew(String kubeconfig) {
        transport.renew(kubeconfig);
    }

    /// Whether a call got no answer, so that its connections may be dead.
    boolean lostItsServer() {
        return transport.lostItsServer();
    }

    /// The API server's address, for messages.
    public String server() {
        return transport.base();
    }

    /// The object.
    ///
    /// @throws KubeFailure.NotFound if it does not exist
    public KubeObject get(ObjectRef ref) {
        return object("get " + ref, transport.send("GET", ref.path(), JSON, ""));
    }

    /// The object, or empty if it does not exist.
    public Optional<KubeObject> find(ObjectRef ref) {
        try {
            return Optional.of(get(ref));
        } catch (KubeFailure.NotFound _) {
            return Optional.empty();
        }
    }

    /// All objects that match, read in pages.
    public KubeList list(ResourceKind kind, ListQuery query) {
        var items = new ArrayList<KubeObject>();
        var version = list(kind, query, List.of(), items::add);
        return new KubeList(items, version);
    }

    /// As above, but tells each, so that no more than a page is in memory at a time.
    ///
    /// @param leftOut the path of what is left out of each, as [Json.Reading] has it
    /// @return the version of the list
    String list(
            ResourceKind kind, ListQuery query, List<String> leftOut, Consumer<KubeObject> told) {
        var more = "";
        while (true) {
            var page = page(kind, query, PAGE, leftOut, more);
            for (var item : page.maps("items")) {
                told.accept(listed(kind, item));
            }
            more = page.text("metadata", "continue").orElse("");
            if (more.isEmpty()) {
                return page.text("metadata", "resourceVersion").orElse("");
            }
        }
    }

    /// One of the objects that match; empty if there is none.
    public Optional<KubeObject> first(ResourceKind kind, ListQuery query) {
        return page(kind, query, 1, List.of(), "").maps("items").stream()
                .findFirst()
                .map(item -> listed(kind, item));
    }

    private KubeObject page(
            ResourceKind kind, ListQuery query, int most, List<String> leftOut, String more) {
        var path =
                Paths.collection(kind, query.namespace())
                        + "?limit="
                        + most
                        + query.parameters()
                        + (more.isEmpty() ? "" : "&continue=" + Paths.escape(more));
        var action = "list " + kind.plural();
        var response = transport.send("GET", path, JSON, "");
        requireSuccess(action, response);
        return parse(kind, response.bytes(), leftOut);
    }

    /// Reads an object, with what is equal to parts of others in memory once; nothing of a Secret
    /// is kept for that.
    KubeObject parse(ResourceKind kind, byte[] json, List<String> leftOut) {
        var shared =
                kind.equals(ResourceKind.SECRET) ? Optional.<Known>empty() : Optional.of(known);
        return new KubeObject(Json.object(json, new Json.Reading(shared, leftOut)));
    }

    /// Items of a list come without their kind; a caller should not have to care.
    private static KubeObject listed(ResourceKind kind, Map<String, Object> item) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("apiVersion", kind.apiVersion());
        fields.put("kind", kind.kind());
        fields.putAll(item);
        return new KubeObject(fields);
    }

    /// Creates the object.
    ///
    /// @throws KubeFailure.Conflict with reason `AlreadyExists` if there is one of that name
    public KubeObject create(ResourceKind kind, KubeObject object) {
        return create(kind, object, "");
    }

    /// What [#create] would give; changes nothing.
    public KubeObject tryCreate(ResourceKind kind, KubeObject object) {
        return create(kind, object, "?dryRun=All");
    }

    /// Asks a pod to leave its node, as budgets allow; once, since a budget that holds it does so
    /// for longer than an API server that is overrun.
    ///
    /// @throws KubeFailure.Unavailable with reason `TooManyRequests` while one does not
    public void evict(ObjectRef pod) {
        evict(pod, DeleteOptions.defaults());
    }

    /// As [#evict(ObjectRef)], deleted by these options.
    public void evict(ObjectRef pod, DeleteOptions options) {
        var eviction =
                new KubeObject(
                        Map.of(
                                "apiVersion",
                                "policy/v1",
                                "kind",
                                "Eviction",
                                "metadata",
                                Map.of("name", pod.name(), "namespace", pod.namespace()),
                                "deleteOptions",
                                options.body()));
        var _ =
                object(
                        "evict " + pod,
                        transport.sendOnce(
                                "POST", pod.path() + "/eviction", JSON, eviction.json()));
    }

    private KubeObject create(ResourceKind kind, KubeObject object, String options) {
        var ref = ObjectRef.of(kind, named(object));
        var path = Paths.collection(kind, ref.namespace()) + options;
        return object("create " + ref, transport.send("POST", path, JSON, object.json()));
    }

    /// Objects with `generateName` get their name from the server.
    private static KubeObject named(KubeObject object) {
        return object.name().isEmpty()
                ? object.with(
                        object.text("metadata", "generateName").orElse("") + "*",
                        "metadata",
                        "name")
                : object;
    }

    /// Server-side apply as field manager `mooring`, taking over fields that others own.
    /// Idempotent.
    public KubeObject apply(ResourceKind kind, KubeObject object) {
        return apply(kind, object, "&force=true");
    }

    /// As [#apply], but leaves to others what they have set otherwise.
    ///
    /// @throws KubeFailure.Conflict if there is such a field; nothing is changed then
    public KubeObject applyUnlessChanged(ResourceKind kind, KubeObject object) {
        return apply(kind, object, "");
    }

    /// What [#apply] would give; changes nothing.
    public KubeObject tryApply(ResourceKind kind, KubeObject object) {
        return apply(kind, object, "&force=true&dryRun=All");
    }

    private KubeObject apply(ResourceKind kind, KubeObject object, String options) {
        var ref = ObjectRef.of(kind, object);
        var path = ref.path() + "?fieldManager=mooring" + options;
        return object("apply " + ref, transport.send("PATCH", path, APPLY_PATCH, object.json()));
    }

    /// Replaces the whole object; a `resourceVersion` in it makes the call fail on concurrent
    /// change.
    public KubeObject replace(ResourceKind kind, KubeObject object) {
        var ref = ObjectRef.of(kind, object);
        return object("replace " + ref, transport.send("PUT", ref.path(), JSON, object.json()));
    }

    public KubeObject replaceStatus(ResourceKind kind, KubeObject object) {
        var ref = ObjectRef.of(kind, object);
        return object(
                "replace the status of " + ref,
                transport.send("PUT", ref.path() + "/status", JSON, object.json()));
    }

    /// Adds ephemeral containers: those that are in the object and not in the pod.
    public KubeObject replaceEphemeralContainers(KubeObject pod) {
        var ref = ObjectRef.of(ResourceKind.POD, pod);
        return object(
                "add containers to " + ref,
                transport.send("PUT", ref.path() + "/ephemeralcontainers", JSON, pod.json()));
    }

    /// Changes what the containers of a pod ask for, while it runs.
    public KubeObject resize(KubeObject pod) {
        var ref = ObjectRef.of(ResourceKind.POD, pod);
        return object(
                "resize " + ref, transport.send("PUT", ref.path() + "/resize", JSON, pod.json()));
    }

    /// JSON merge patch: null is not possible here, use [#mergePatch(ObjectRef, String)] to remove
    /// a field.
    public KubeObject mergePatch(ObjectRef ref, Map<String, ?> patch) {
        return mergePatch(ref, Json.text(patch));
    }

    public KubeObject mergePatch(ObjectRef ref, String patchJson) {
        return object("patch " + ref, transport.send("PATCH", ref.path(), MERGE_PATCH, patchJson));
    }

    public KubeObject mergePatchStatus(ObjectRef ref, Map<String, ?> patch) {
        return object(
                "patch the status of " + ref,
                transport.send("PATCH", ref.path() + "/status", MERGE_PATCH, Json.text(patch)));
    }

    /// Deletes the object if there is one.
    ///
    /// @return whether it was there to be deleted
    public boolean delete(ObjectRef ref) {
        return delete(ref, DeleteOptions.defaults());
    }

    /// Deletes the object if there is one.
    ///
    /// @return whether it was there to be deleted
    public boolean delete(ObjectRef ref, DeleteOptions options) {
        try {
            object(
                    "delete " + ref,
                    transport.send("DELETE", ref.path(), JSON, Json.text(options.body())));
            return true;
        } catch (KubeFailure.NotFound _) {
            return false;
        }
    }

    /// Gives a pod its node as a scheduler does, and annotations with it.
    ///
    /// @throws KubeFailure.Conflict if it has one, or is another pod than the one that was read
    public void bind(KubeObject pod, String node, Map<String, String> annotations) {
        var ref = ObjectRef.of(ResourceKind.POD, pod);
        var binding = PodBinding.of(pod, node, annotations);
        object(
                "bind " + ref,
                transport.send("POST", ref.path() + "/binding", JSON, binding.json()));
    }

    /// Keeps the handler informed of every object that matches, until closed: first of those that
    /// exist, then of changes. Lost connections and expired versions are healed by listing anew.
    /// The handler is called by one thread at a time.
    public Watch watch(ResourceKind kind, ListQuery query, WatchHandler handler) {
        return Watch.start(this, transport, kind, query, handler);
    }

    /// The body of a GET, for example of `/readyz`.
    public String rawGet(String path) {
        var response = transport.send("GET", path, JSON, "");
        requireSuccess("get " + path, response);
        return response.body();
    }

    /// Sends a request without a body on a connection of its own: for answers without an end, and
    /// for protocols that take the connection over. What the kubeconfig says by programs or proxies
    /// is not used. The caller closes it; closing this client does not.
    ///
    /// @param path with its query
    public RawConnection open(String method, String path, List<HttpHead.Field> fields) {
        return transport.open(method, path, fields);
    }

    /// Runs a command in a container, and hands on what it writes as it comes.
    ///
    /// @param limit how long it may take; what runs longer goes on, unheard
    /// @throws IOException if its output cannot be written on
    public ContainerCommand.Ended run(ContainerCommand command, OutputStream out, Duration limit)
            throws IOException {
        var action = "run a " + command;
        var stream = new CommandStream(action + " at " + server());
        try {
            var socket = transport.messages(command.path(), CommandStream.PROTOCOL, stream, action);
            return stream.run(socket, command.input(), out, limit);
        } catch (KubeFailure.Forbidden e) {
            throw ContainerCommand.refused(e, "exec", command.pod().namespace());
        }
    }

    /// Gives a container that runs and waits for its input what it waits for, and hands on what it
    /// writes as it comes, until it ends. With what code that was, its pod tells.
    ///
    /// @param limit how long it may take
    /// @throws IOException if its output cannot be written on
    public ContainerCommand.Ended feed(
            ObjectRef pod, String container, ContainerInput input, OutputStream out, Duration limit)
            throws IOException {
        var action = "give container " + container + " of " + pod + " its input";
        var stream = new CommandStream(action + " at " + server());
        var path =
                "%s/attach?stdin=true&stdout=true&stderr=true&container=%s"
                        .formatted(pod.path(), Paths.escape(container));
        try {
            var socket = transport.messages(path, CommandStream.PROTOCOL, stream, action);
            return stream.feed(socket, input, out, limit);
        } catch (KubeFailure.Forbidden e) {
            throw ContainerCommand.refused(e, "attach", pod.namespace());
        }
    }

    /// Asks the API whom a bearer token belongs to.
    public TokenReviewResult reviewToken(Secret token, List<String> audiences) {
        var path = "/apis/authentication.k8s.io/v1/tokenreviews";
        return TokenReviewResult.of(
                object(
                        "review a token",
                        transport.send(
                                "POST", path, JSON, AuthRequests.tokenReview(token, audiences))));
    }

    /// Has the API issue a token of a service account.
    public IssuedToken requestToken(
            String namespace,
            String serviceAccount,
            List<String> audiences,
            Duration ttl,
            Optional<BoundObject> bound) {
        var ref = ObjectRef.of(ResourceKind.SERVICE_ACCOUNT, namespace, serviceAccount);
        var action = "request a token of " + ref;
        var answer =
                object(
                        action,
                        transport.send(
                                "POST",
                                ref.path() + "/token",
                                JSON,
                                AuthRequests.tokenRequest(audiences, ttl, bound)));
        return new IssuedToken(
                new Secret(answer.text("status", "token").orElseThrow()),
                Instant.parse(answer.text("status", "expirationTimestamp").orElseThrow()));
    }

    /// Approves a CertificateSigningRequest; the controller manager signs it then.
    ///
    /// @throws KubeFailure.Conflict if it changed meanwhile
    public void approveCertificateSigningRequest(
            KubeObject request, String reason, String message) {
        decide(request, "Approved", reason, message);
    }

    /// Denies a CertificateSigningRequest for good.
    public void denyCertificateSigningRequest(KubeObject request, String reason, String message) {
        decide(request, "Denied", reason, message);
    }

    private void decide(KubeObject request, String type, String reason, String message) {
        var ref = ObjectRef.of(ResourceKind.CERTIFICATE_SIGNING_REQUEST, request);
        var decided = AuthRequests.decided(request, type, reason, message);
        object(
                type + ": " + ref,
                transport.send("PUT", ref.path() + "/approval", JSON, decided.json()));
    }

    private KubeObject object(String action, Transport.Response response) {
        requireSuccess(action, response);
        return new KubeObject(Json.object(response.bytes(), Json.Reading.ALL));
    }

    private void requireSuccess(String action, Transport.Response response) {
        if (response.code() / 100 != 2) {
            throw StatusBody.failure(action + " at " + server(), response);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
