package io.mooring.bootstrap;

import io.mooring.identity.Challenge;
import io.mooring.identity.Evidence;
import io.mooring.identity.Unproven;
import io.mooring.kube.BoundObject;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.pki.CaHash;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which request gets which answer; the paths are those of ARCHITECTURE.md, "How a node joins".
final class JoinRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(JoinRoutes.class);
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final String FILES = "/node/files/";
    static final String AGENT_AUDIENCE = "system:konnectivity-server";
    private static final Duration AGENT_TOKEN_TTL = Duration.ofHours(1);
    // as long as a join may take
    private static final Duration FILES_AFTER_USE = Duration.ofMinutes(15);

    private final KubeClient kube;
    private final BootstrapTokens tokens;
    private final JoinEndpointConfig config;
    private final NodeStatuses statuses;
    private final MachineProofs proofs;
    private final Clock clock;

    JoinRoutes(
            KubeClient kube,
            BootstrapTokens tokens,
            JoinEndpointConfig config,
            NodeStatuses statuses,
            Clock clock) {
        this.kube = kube;
        this.tokens = tokens;
        this.config = config;
        this.statuses = statuses;
        this.proofs = new MachineProofs(tokens, config.identities(), clock);
        this.clock = clock;
    }

    Reply answer(JoinRequest request) throws IOException {
        var path = request.path();
        return switch (request.method() + " " + path) {
            case "GET /node/ca.crt" ->
                    Reply.ok("application/x-pem-file", Files.readString(config.caFile()));
            case "GET /node/join" ->
                    admitted(
                            request,
                            () -> Reply.ok("text/x-shellscript", config.joinScript().get()));
            case "GET /node/files" ->
                    admitted(request, () -> forNode(request, JoinRoutes::manifest));
            case "POST /node/identity" -> identity(request);
            case "POST /node/agent-token" -> agentToken(request);
            case "POST /node/status" -> status(request);
            default ->
                    request.method().equals("GET") && path.startsWith(FILES)
                            ? withRecentToken(
                                    request, () -> forNode(request, files -> file(files, path)))
                            : Reply.problem(404, "there is no " + path + " here");
        };
    }

    private Reply forNode(JoinRequest request, Function<NodeFiles, Reply> then) {
        return config.files()
                .of(request.architecture())
                .map(then)
                .orElseGet(() ->
                        Reply.problem(
                                404, config.files().refusal(request.architecture().orElse(""))));
    }

    private static Reply manifest(NodeFiles files) {
        try {
            return Reply.ok("text/plain; charset=utf-8", files.manifest());
        } catch (IOException e) {
            throw new BootstrapException("cannot read the files for nodes", e);
        }
    }

    private static Reply file(NodeFiles files, String path) {
        return files.file(path.substring(FILES.length()))
                .<Reply>map(Reply.File::new)
                .orElseGet(() ->
                        Reply.problem(404, "there is no such file; GET /node/files lists all"));
    }

    /// A node that has registered may have used its token up, and shows its certificate when it
    /// runs the join once more.
    private Reply admitted(JoinRequest request, Supplier<Reply> then) {
        return Caller.node(request).isPresent() ? then.get() : withToken(request, _ -> then.get());
    }

    /// A node registers, which uses its token up, while it still fetches what it needs after that.
    private Reply withRecentToken(JoinRequest request, Supplier<Reply> then) {
        if (Caller.node(request).isPresent()) {
            return then.get();
        }
        return check(request)
                .map(check -> usedJustNow(check) ? then.get() : answer(check, _ -> then.get()))
                .orElseGet(JoinRoutes::noToken);
    }

    private boolean usedJustNow(TokenCheck check) {
        return check instanceof TokenCheck.Used(var at)
                && clock.instant().isBefore(at.plus(FILES_AFTER_USE));
    }

    private Reply withToken(JoinRequest request, Function<TokenInfo, Reply> then) {
        return check(request).map(check -> answer(check, then)).orElseGet(JoinRoutes::noToken);
    }

    private Optional<TokenCheck> check(JoinRequest request) {
        return Caller.bearer(request).map(tokens::check);
    }

    private static Reply noToken() {
        return unauthorized("send a bootstrap token as 'Authorization: Bearer TOKEN'");
    }

    private static Reply answer(TokenCheck check, Function<TokenInfo, Reply> then) {
        return switch (check) {
            case TokenCheck.Valid(var token) -> then.apply(token);
            case TokenCheck.Unproven(var token) ->
                    unauthorized(
                            "this token lets in nobody but the machine that it was made for, which has to prove by a document of "
                                    + token.provenBy().orElse("its cloud")
                                    + " that it is that one: POST /node/identity");
            case TokenCheck.Malformed() ->
                    unauthorized(
                            "the token is malformed: it must be 6 characters, a dot and 16"
                                    + " characters of a-z and 0-9");
            case TokenCheck.Unknown() ->
                    unauthorized(
                            "the token is unknown or has expired: make a new one with 'mooring"
                                    + " token create'");
            case TokenCheck.Expired(var at) ->
                    unauthorized(
                            "the token has expired at "
                                    + at
                                    + ": make a new one with 'mooring token create'");
            case TokenCheck.Used _ ->
                    unauthorized(
                            "the single-use token has been used: make a new one with 'mooring token"
                                    + " create --single-use'");
        };
    }

    private static Reply unauthorized(String text) {
        return Reply.problem(401, text);
    }

    /// A token for a token: of no use without the document of the machine that it is bound to.
    private Reply identity(JoinRequest request) throws IOException {
        var check = check(request);
        if (check.isEmpty()) {
            return noToken();
        }
        if (!(check.get() instanceof TokenCheck.Unproven(var token))) {
            return answer(
                    check.get(),
                    _ ->
                            Reply.problem(
                                    400,
                                    "this token needs no identity document: join with it as it is"));
        }
        var form = ProofForm.read(request.text());
        if (form.isEmpty()) {
            return Reply.problem(400, "send a form with cloud, key, document and chain");
        }
        var challenge = Challenge.of(CaHash.ofPem(Files.readString(config.caFile())), token.id());
        return switch (exchange(token, form.get(), challenge)) {
            case MachineProofs.Exchange.Given(var given) ->
                    Reply.ok("text/plain; charset=utf-8", given.value() + "\n");
            case MachineProofs.Exchange.Refused(var why) -> Reply.problem(403, why);
            case MachineProofs.Exchange.NotYet(var why) -> Reply.problem(503, why);
        };
    }

    private MachineProofs.Exchange exchange(TokenInfo token, ProofForm form, Challenge challenge) {
        try {
            var evidence = new Evidence(form.document(), form.chain());
            return proofs.exchange(token, form.cloud(), evidence, form.key(), challenge);
        } catch (Unproven e) {
            return new MachineProofs.Exchange.Refused(String.valueOf(e.getMessage()));
        }
    }

    private Reply agentToken(JoinRequest request) {
        var name = Caller.node(request);
        if (name.isEmpty()) {
            return unauthorized("this needs the client certificate of a node");
        }
        var node = kube.find(ObjectRef.cluster(ResourceKind.NODE, name.get()));
        if (node.isEmpty()) {
            return Reply.problem(
                    403,
                    "there is no node " + name.get() + "; the kubelet has to register it first");
        }
        var bound = new BoundObject("Node", name.get(), node.get().uid());
        var issued =
                kube.requestToken(
                        "kube-system",
                        "konnectivity-agent",
                        List.of(AGENT_AUDIENCE),
                        AGENT_TOKEN_TTL,
                        Optional.of(bound));
        LOG.debug("node={} agent token issued until={}", name.get(), issued.expiry());
        return Reply.ok("text/plain; charset=utf-8", issued.token().value());
    }

    private Reply status(JoinRequest request) {
        var byCertificate = Caller.node(request);
        return byCertificate.isPresent()
                ? record(read(request), byCertificate)
                : withToken(request, token -> record(read(request), token.nodeName()));
    }

    private Reply record(Optional<NodeStatus> status, Optional<String> only) {
        if (status.isEmpty()) {
            return Reply.problem(
                    400, "send JSON {\"node\", \"phase\", \"message\"} of at most 16 KB");
        }
        if (only.isPresent() && !only.get().equals(status.get().node())) {
            return Reply.problem(403, "you may only report of node " + only.get());
        }
        statuses.record(status.get());
        return Reply.ok("text/plain; charset=utf-8", "");
    }

    private Optional<NodeStatus> read(JoinRequest request) {
        if (request.body().length > MAX_BODY_BYTES) {
            return Optional.empty();
        }
        try {
            var json = KubeObject.parse(request.text());
            var node = json.text("node").filter(NodeNames::valid);
            var phase = json.text("phase").filter(p -> p.matches("[A-Za-z0-9_-]{1,64}"));
            var message = printable(json.text("message").orElse(""));
            return node.isPresent() && phase.isPresent()
                    ? Optional.of(new NodeStatus(node.get(), phase.get(), message, clock.instant()))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// A node's text goes into our log: no line breaks, no escapes.
    private static String printable(String text) {
        var line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > 1000 ? line.substring(0, 1000) + "..." : line;
    }
}
