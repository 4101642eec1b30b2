package io.mooring.syncer.kubelet;

import io.mooring.kube.HttpHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What kube-apiserver asks of a kubelet about one pod of the tenant.
///
/// @param container empty for the pod as a whole
/// @param query what the host's API is asked besides, as it stands in a path
record KubeletCall(
        String method,
        Kind kind,
        String namespace,
        String pod,
        String container,
        List<String> query) {

    /// A kind of call: the first step of a kubelet's path, and the subresource of the host's pod.
    enum Kind {
        LOGS("containerLogs", "log"),
        EXEC("exec", "exec"),
        ATTACH("attach", "attach"),
        PORT_FORWARD("portForward", "portforward");

        private final String step;
        private final String subresource;

        Kind(String step, String subresource) {
            this.step = step;
            this.subresource = subresource;
        }

        /// Whether the connection is taken over by another protocol.
        boolean upgrades() {
            return this != LOGS;
        }

        private static Optional<Kind> of(String step) {
            return List.of(values()).stream().filter(kind -> kind.step.equals(step)).findFirst();
        }
    }

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z]+)=([A-Za-z0-9%+_.~!*'(),:@/-]*)");

    /// Those of logs have the same names on both sides.
    private static final Set<String> OF_LOGS =
            Set.of(
                    "follow",
                    "previous",
                    "timestamps",
                    "sinceSeconds",
                    "sinceTime",
                    "tailLines",
                    "limitBytes",
                    "stream");

    /// A kubelet's names for the streams of a process, and the API's.
    private static final Map<String, String> STREAMS =
            new TreeMap<>(
                    Map.of("input", "stdin", "output", "stdout", "error", "stderr", "tty", "tty"));

    KubeletCall {
        query = List.copyOf(query);
    }

    /// Empty if this is no such call: names and parameters of any other form have no meaning here.
    static Optional<KubeletCall> of(HttpHead request) {
        var parts = List.of(request.line().split(" ", -1));
        if (parts.size() != 3 || !Set.of("GET", "POST").contains(parts.getFirst())) {
            return Optional.empty();
        }
        var target = List.of(parts.get(1).split("\\?", 2));
        var steps = List.of(target.getFirst().split("/", -1));
        var kind = Kind.of(steps.size() > 1 ? steps.get(1) : "");
        boolean whole = kind.filter(Kind.PORT_FORWARD::equals).isPresent();
        if (kind.isEmpty()
                || !steps.getFirst().isEmpty()
                || steps.size() != (whole ? 4 : 5)
                || !steps.subList(2, steps.size()).stream().allMatch(NAME.asMatchPredicate())) {
            return Optional.empty();
        }
        var parameters = target.size() == 1 ? "" : target.get(1);
        return Optional.of(
                new KubeletCall(
                        parts.getFirst(),
                        kind.get(),
                        steps.get(2),
                        steps.get(3),
                        whole ? "" : steps.get(4),
                        query(kind.get(), parameters)));
    }

    private static List<String> query(Kind kind, String parameters) {
        var query = new ArrayList<String>();
        var on = new ArrayList<String>();
        for (var parameter : parameters.split("&", -1)) {
            var matcher = PARAMETER.matcher(parameter);
            if (!matcher.matches()) {
                continue;
            }
            var name = matcher.group(1);
            switch (kind) {
                case LOGS -> {
                    if (OF_LOGS.contains(name)) {
                        query.add(parameter);
                    }
                }
                case PORT_FORWARD -> {
                    if (name.equals("port")) {
                        query.add("ports=" + matcher.group(2));
                    }
                }
                case EXEC, ATTACH -> {
                    if (name.equals("command") && kind == Kind.EXEC) {
                        query.add(parameter);
                    } else if (Set.of("1", "true").contains(matcher.group(2))) {
                        on.add(name);
                    }
                }
            }
        }
        if (kind == Kind.EXEC || kind == Kind.ATTACH) {
            // all are said: the API takes some for wanted that nobody mentions
            STREAMS.forEach((name, theirs) -> query.add(theirs + "=" + on.contains(name)));
        }
        return query;
    }

    /// Where the host's API is asked.
    String path(Pods.Place.At place) {
        var all = new ArrayList<String>();
        if (!container.isEmpty()) {
            all.add("container=" + container);
        }
        all.addAll(query);
        return "/api/v1/namespaces/%s/pods/%s/%s%s"
                .formatted(
                        place.namespace(),
                        place.pod(),
                        kind.subresource,
                        all.isEmpty() ? "" : "?" + String.join("&", all));
    }
}
