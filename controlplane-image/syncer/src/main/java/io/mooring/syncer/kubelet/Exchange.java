package io.mooring.syncer.kubelet;

import io.mooring.kube.HttpHead;
import io.mooring.kube.HttpHead.Field;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.RawConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request of kube-apiserver and its answer, which is all that a connection is for.
///
/// Of the request's fields, those of the protocol that takes over go on to the host, and none that
/// says who asks: to the host it is the control plane. The calling thread writes what the host
/// says; another one what the caller says, which also finds out that the caller has gone.
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final Set<String> TO_HOST =
            Set.of(
                    "upgrade",
                    "x-stream-protocol-version",
                    "sec-websocket-key",
                    "sec-websocket-version",
                    "sec-websocket-extensions",
                    "sec-websocket-protocol");
    private static final Set<String> TO_CALLER =
            Set.of(
                    "upgrade",
                    "x-stream-protocol-version",
                    "sec-websocket-accept",
                    "sec-websocket-extensions",
                    "sec-websocket-protocol",
                    "content-type",
                    "content-length",
                    "transfer-encoding");

    /// What the API calls a WebSocket's protocol whose name is a token.
    private static final String TOKEN_PROTOCOL = "base64url.bearer.authorization.k8s.io.";

    private static final String SILENT = "the host cluster does not answer";

    private final InputStream in;
    private final OutputStream out;
    private final Pods pods;
    private final String node;
    private final NodeAnswers answers;

    /// @param node which is asked
    Exchange(InputStream in, OutputStream out, Pods pods, String node, NodeAnswers answers) {
        this.in = in;
        this.out = out;
        this.pods = pods;
        this.node = node;
        this.answers = answers;
    }

    /// Answers. When it returns, nothing more comes.
    void answer(HttpHead request) throws IOException {
        var ofNode = NodeCall.of(request);
        if (ofNode.isPresent()) {
            tell(ofNode.get());
            return;
        }
        var asked = KubeletCall.of(request);
        if (asked.isEmpty()) {
            refuse(
                    404,
                    "a node of the host cluster answers for logs, exec, attach and"
                            + " port-forward of its tenant's pods, /pods, /stats/summary and"
                            + " /metrics/resource, and nothing else");
            return;
        }
        var call = asked.get();
        if (call.kind().upgrades() && request.all("Upgrade").isEmpty()) {
            refuse(400, "Upgrade request required");
            return;
        }
        switch (pods.find(call.namespace(), call.pod(), call.container())) {
            case Pods.Place.Nowhere() ->
                    refuse(404, "the host cluster has no copy of pod " + call.pod());
            case Pods.Place.Unknown() ->
                    // of this code, kube-apiserver shows the text
                    refuse(500, "the host cluster cannot be asked now; try again");
            case Pods.Place.At place -> ask(call, place, request);
        }
    }

    private void tell(NodeCall call) throws IOException {
        switch (answers.answer(node, call)) {
            case NodeAnswers.Answer.Told(var type, var text) ->
                    Refusal.write(out, "200 OK", type, text);
            case NodeAnswers.Answer.Never(var why) -> refuse(404, why);
            case NodeAnswers.Answer.NotNow(var why) -> refuse(503, why);
        }
    }

    private void ask(KubeletCall call, Pods.Place.At place, HttpHead request) throws IOException {
        RawConnection host;
        try {
            host = place.host().open(call.method(), call.path(place), toHost(call, request));
        } catch (KubeFailure e) {
            LOG.warn("pod={}/{} {}", call.namespace(), call.pod(), e.getMessage());
            refuse(500, SILENT);
            return;
        }
        try (host) {
            // ends when either connection does: this one here, the caller's when this returns
            Thread.ofVirtual().name("kubelet-call").start(() -> send(host));
            pass(call, place, host);
        }
    }

    /// Until the caller ends, or goes away, which ends the exchange.
    private void send(RawConnection host) {
        try (host) {
            in.transferTo(host.out());
        } catch (IOException e) {
            LOG.debug("a call ended: {}", e.getMessage());
        }
    }

    private void pass(KubeletCall call, Pods.Place.At place, RawConnection host)
            throws IOException {
        HttpHead answer;
        try {
            answer = host.answer();
        } catch (IOException e) {
            // one that goes away takes connections until it has gone; or the caller has gone
            LOG.debug("pod={}/{} {}", call.namespace(), call.pod(), e.getMessage());
            refuse(500, SILENT);
            return;
        }
        int status = answer.status();
        if (status != 101 && status / 100 != 2) {
            refusedByHost(call, place, status, host.refusal(answer));
            return;
        }
        var connection = new Field("Connection", status == 101 ? "Upgrade" : "close");
        var fields = Stream.concat(Stream.of(connection), passed(answer, TO_CALLER).stream());
        out.write(new HttpHead(answer.line(), fields.toList()).bytes());
        out.flush();
        host.in().transferTo(out);
    }

    private static List<Field> toHost(KubeletCall call, HttpHead request) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("User-Agent", "mooring-syncer"));
        fields.add(new Field("Connection", call.kind().upgrades() ? "Upgrade" : "close"));
        if (call.kind().upgrades()) {
            for (var field : passed(request, TO_HOST)) {
                boolean protocols = field.name().equalsIgnoreCase("Sec-WebSocket-Protocol");
                fields.add(
                        protocols ? new Field(field.name(), withoutTokens(field.value())) : field);
            }
        }
        return fields;
    }

    /// Whoever could name a token there would be somebody else to the host.
    private static String withoutTokens(String protocols) {
        return String.join(
                ", ",
                Stream.of(protocols.split(",", -1))
                        .map(String::strip)
                        .filter(protocol -> !protocol.startsWith(TOKEN_PROTOCOL))
                        .toList());
    }

    private static List<Field> passed(HttpHead head, Set<String> names) {
        return head.fields().stream()
                .filter(field -> names.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private void refusedByHost(KubeletCall call, Pods.Place.At place, int status, String message)
            throws IOException {
        LOG.debug("pod={}/{} host: {} {}", call.namespace(), call.pod(), status, message);
        if (status == 401 || status == 403) {
            LOG.warn("the host cluster does not allow the control plane: {}", message);
            refuse(500, "the host cluster does not allow it to this control plane");
        } else {
            refuse(status == 400 || status == 404 ? status : 500, own(message, call, place));
        }
    }

    private static String own(String message, KubeletCall call, Pods.Place.At place) {
        return message.replace(place.pod(), call.pod())
                .replace(place.namespace() + "/", call.namespace() + "/");
    }

    private void refuse(int status, String message) throws IOException {
        new Refusal(status, message).write(out);
    }
}
