package io.mooring.frontends;

import io.mooring.frontends.FrontEnd.Made;
import io.mooring.frontends.Verdict.Action;
import io.mooring.frontends.Verdict.Problem;
import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.SchemaCheck;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import io.mooring.provider.pulumi.PulumiSide;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A component as Pulumi has it: the engine plans its children one by one, and the plan of the
/// whole is what becomes of them.
record Children(Registry registry, PulumiSide pulumi) {

    /// @return empty where it cannot be said before more is known, which Terraform says otherwise
    Optional<Verdict> change(Token type, Made made, ObjectValue inputs) {
        var component = registry.component(type).orElseThrow();
        var checked = SchemaCheck.check(component.type().inputs(), inputs);
        if (!checked.failures().isEmpty()) {
            return Optional.of(
                    Verdict.refused(
                            checked.failures().stream()
                                    .map(it -> new Problem(it.path(), it.reason()))
                                    .toList()));
        }
        var parts = made.outputs().requireObject("parts");
        var declared = new Declared(registry, type, parts.requireText("name"));
        try {
            var _ = component.handler().get().build(declared, checked.inputs());
        } catch (InvalidInputs invalid) {
            return invalid.failures().stream().allMatch(it -> inputs.isKnown(it.property()))
                    ? Optional.of(
                            Verdict.refused(
                                    invalid.failures().stream()
                                            .map(it -> new Problem(it.path(), it.reason()))
                                            .toList()))
                    : Optional.empty();
        }
        return Optional.of(planned(declared.specs, there(parts)));
    }

    private Verdict planned(List<ChildSpec> specs, Map<String, Made> there) {
        Set<Problem> problems = new LinkedHashSet<>();
        Set<Action> actions = EnumSet.noneOf(Action.class);
        var gone = new LinkedHashSet<>(there.keySet());
        for (var spec : specs) {
            var type = Token.parse(spec.typeToken());
            var key = key(spec.typeToken(), spec.name());
            var verdict =
                    gone.remove(key)
                            ? pulumi.change(type, there.get(key), spec.inputs())
                            : pulumi.create(type, spec.inputs());
            verdict.problems()
                    .forEach(it ->
                            problems.add(new Problem(spec.options().own(it.path()), it.reason())));
            actions.add(verdict.action());
        }
        if (!problems.isEmpty()) {
            return Verdict.refused(problems);
        }
        var comeOrGo = !gone.isEmpty() || actions.contains(Action.CREATE);
        return Verdict.of(
                actions.contains(Action.REPLACE)
                        ? Action.REPLACE
                        : comeOrGo || actions.contains(Action.UPDATE) ? Action.UPDATE : Action.NONE,
                List.of(),
                ObjectValue.EMPTY);
    }

    private Map<String, Made> there(ObjectValue parts) {
        var there = new LinkedHashMap<String, Made>();
        for (var part : parts.objects("list")) {
            var type = part.requireText("type");
            var outputs = part.requireObject("outputs");
            var inputs = new LinkedHashMap<>(outputs.fields());
            inputs.keySet()
                    .retainAll(
                            registry.resource(Token.parse(type))
                                    .orElseThrow()
                                    .type()
                                    .inputs()
                                    .names());
            var known = new ObjectValue(inputs);
            there.put(
                    key(type, part.requireText("name")),
                    new Made(part.requireText("id"), known, known, outputs));
        }
        return there;
    }

    private static String key(String type, String name) {
        return type + " " + name;
    }

    /// Writes down what is declared, in a preview.
    private static final class Declared implements ComponentContext {
        private final Registry registry;
        private final LogicalName name;
        private final List<ChildSpec> specs = new ArrayList<>();

        private Declared(Registry registry, Token type, String name) {
            this.registry = registry;
            this.name = new LogicalName("dev", "shop", type, name);
        }

        @Override
        public LogicalName name() {
            return name;
        }

        @Override
        public boolean preview() {
            return true;
        }

        @Override
        public List<Child> children(List<ChildSpec> more) {
            specs.addAll(more);
            return more.stream().map(this::child).toList();
        }

        private Child child(ChildSpec spec) {
            var outputs =
                    registry.resource(Token.parse(spec.typeToken()))
                            .orElseThrow()
                            .type()
                            .outputs()
                            .unknown();
            return new Child("urn:" + spec.name(), Value.UNKNOWN, outputs);
        }
    }
}
