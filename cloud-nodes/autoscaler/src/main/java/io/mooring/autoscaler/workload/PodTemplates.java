package io.mooring.autoscaler.workload;

import io.mooring.autoscaler.model.HostPort;
import io.mooring.autoscaler.model.LabelSelector;
import io.mooring.autoscaler.model.NodeTerm;
import io.mooring.autoscaler.model.Operator;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.PodTerm;
import io.mooring.autoscaler.model.Requirement;
import io.mooring.autoscaler.model.Spread;
import io.mooring.autoscaler.model.Toleration;
import io.mooring.autoscaler.model.ValueSet;
import io.mooring.autoscaler.model.Volume;
import io.mooring.autoscaler.model.Weighted;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/// Reads pods: the fields of a pod's spec, under Kubernetes' names.
final class PodTemplates {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private PodTemplates() {}

    static PodTemplate read(Fields pod) {
        SortedMap<String, String> labels = pod.textMap("labels");
        Fields affinity = pod.at("affinity");
        Fields nodes = affinity.at("nodeAffinity");
        Fields with = affinity.at("podAffinity");
        Fields against = affinity.at("podAntiAffinity");
        return new PodTemplate(
                pod.text("namespace", "default"),
                labels,
                pod.quantities("requests", RoundingMode.CEILING),
                pod.list("hostPorts", PodTemplates::hostPort),
                pod.textMap("nodeSelector"),
                nodes.at(REQUIRED).list("nodeSelectorTerms", PodTemplates::nodeTerm),
                nodes.list(
                        PREFERRED,
                        t -> new Weighted<>(t.integer("weight", 1), nodeTerm(t.at("preference")))),
                with.list(REQUIRED, term -> podTerm(term, labels)),
                against.list(REQUIRED, term -> podTerm(term, labels)),
                with.list(PREFERRED, term -> weighted(term, labels)),
                against.list(PREFERRED, term -> weighted(term, labels)),
                pod.list("topologySpreadConstraints", c -> spread(c, labels)),
                pod.list("tolerations", PodTemplates::toleration),
                pod.list("volumes", PodTemplates::volume));
    }

    static Requirement requirement(Fields expression) {
        Operator operator = Operator.parse(expression.text("operator", "In"));
        return new Requirement(
                expression.text("key", ""),
                ValueSet.of(operator, expression.texts("values")),
                expression.integer("minValues", 0));
    }

    static LabelSelector selector(Fields selector) {
        if (!selector.node().isObject()) {
            return LabelSelector.NOTHING;
        }
        var requirements = new ArrayList<Requirement>();
        selector.textMap("matchLabels")
                .forEach((k, v) -> requirements.add(Requirement.of(k, Operator.IN, List.of(v))));
        requirements.addAll(selector.list("matchExpressions", PodTemplates::requirement));
        return new LabelSelector(true, requirements);
    }

    private static NodeTerm nodeTerm(Fields term) {
        if (term.has("matchFields")) {
            throw new IllegalArgumentException("matchFields cannot choose among nodes to be made");
        }
        return new NodeTerm(term.list("matchExpressions", PodTemplates::requirement));
    }

    private static Weighted<PodTerm> weighted(Fields term, SortedMap<String, String> labels) {
        return new Weighted<>(
                term.integer("weight", 1), podTerm(term.at("podAffinityTerm"), labels));
    }

    private static PodTerm podTerm(Fields term, SortedMap<String, String> labels) {
        return new PodTerm(
                narrowed(term, labels),
                term.text("topologyKey", ""),
                new TreeSet<>(term.texts("namespaces")),
                term.has("namespaceSelector")
                        ? Optional.of(selector(term.at("namespaceSelector")))
                        : Optional.empty());
    }

    private static Spread spread(Fields constraint, SortedMap<String, String> labels) {
        return new Spread(
                narrowed(constraint, labels),
                constraint.text("topologyKey", ""),
                constraint.integer("maxSkew", 1),
                constraint.text("whenUnsatisfiable", "DoNotSchedule").equals("DoNotSchedule"),
                constraint.integer("minDomains", 1),
                constraint.text("nodeAffinityPolicy", "Honor").equals("Honor"),
                constraint.text("nodeTaintsPolicy", "Ignore").equals("Honor"));
    }

    /// `matchLabelKeys` and `mismatchLabelKeys` are requirements on the pod's own values.
    private static LabelSelector narrowed(Fields holder, SortedMap<String, String> labels) {
        LabelSelector selector = selector(holder.at("labelSelector"));
        var all = new ArrayList<>(selector.requirements());
        own(holder, "matchLabelKeys", Operator.IN, labels, all);
        own(holder, "mismatchLabelKeys", Operator.NOT_IN, labels, all);
        return new LabelSelector(selector.present(), all);
    }

    private static void own(
            Fields holder,
            String field,
            Operator operator,
            SortedMap<String, String> labels,
            List<Requirement> into) {
        for (String key : holder.texts(field)) {
            String value = labels.get(key);
            if (value != null) {
                into.add(Requirement.of(key, operator, List.of(value)));
            }
        }
    }

    private static Toleration toleration(Fields toleration) {
        return new Toleration(
                toleration.text("key", ""),
                toleration.text("operator", "Equal"),
                toleration.text("value", ""),
                toleration.text("effect", ""));
    }

    private static HostPort hostPort(Fields port) {
        if (port.node().isValueNode()) {
            return HostPort.parse(port.node().asString());
        }
        return new HostPort(
                port.text("hostIP", port.text("ip", "")),
                port.integer("hostPort", port.integer("port", 0)),
                port.text("protocol", "TCP"));
    }

    static Volume volume(Fields volume) {
        return new Volume(
                volume.text("driver", ""), volume.list("topology", PodTemplates::nodeTerm));
    }
}
