package io.mooring.frontends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.components.MooringRegistry;
import io.mooring.frontends.Verdict.Action;
import io.mooring.frontends.Verdict.Problem;
import io.mooring.provider.core.ComponentType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import io.mooring.provider.pulumi.PulumiSide;
import io.mooring.provider.terraform.TerraformSide;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A change of a component's inputs does the same to the children that Pulumi's engine plans and to
/// the one resource that it is to Terraform: nothing, a change in place, or a replacement.
///
/// `-Dseed=N -Druns=N` tries other changes.
final class ComponentsAgreeTest {
    private static final long SEED = Long.getLong("seed", 20261122L);
    private static final int RUNS = Integer.getInteger("runs", 50);
    private static final Set<String> NOTED = Set.of("maxSurge", "maxUnavailable");
    private static final Registry REGISTRY =
            MooringRegistry.create(Map.of("MOORING_HOME", "/nonexistent"));
    private static final Making MAKING = new Making(REGISTRY);
    private static final Map<Token, ObjectValue> STARTS = Starts.all();

    private final TerraformSide terraform = new TerraformSide(REGISTRY);
    private final Children children = new Children(REGISTRY, new PulumiSide(REGISTRY));

    static Stream<ComponentType> components() {
        return REGISTRY.components().stream().map(Registry.Component::type);
    }

    @ParameterizedTest
    @MethodSource("components")
    void theSameChangeIsTheSamePlan(ComponentType type) {
        var seen = new EnumMap<Action, Integer>(Action.class);
        for (var run = 0; run < RUNS; run++) {
            var seed = SEED + run;
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            compared(type, random, "-Dseed=" + seed + " -Druns=1")
                    .ifPresent(action -> seen.merge(action, 1, Integer::sum));
        }

        if (RUNS > 1) {
            assertThat(seen.keySet())
                    .as("%s", seen)
                    .contains(Action.REFUSED)
                    .containsAnyOf(Action.UPDATE, Action.REPLACE);
        }
    }

    private Optional<Action> compared(ComponentType type, RandomGenerator random, String replay) {
        var token = type.token();
        var start = STARTS.get(token);
        var given = start.has("name") ? start : start.with("name", "web");
        var made = MAKING.component(token, given);
        var wanted = given;
        for (var i = random.nextInt(1, 4); i > 0; i--) {
            wanted = new Mutation(random, true).of(type.inputs(), wanted);
        }
        var own = type.inputs().property("name").isPresent() ? wanted : wanted.without("name");
        var expected = children.change(token, made, own);
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        var about = "%s, %s\nwas %s\nis to be %s".formatted(token, replay, given, wanted);

        var change = terraform.change(token, made, wanted);

        assertThat(change.action())
                .as("%s\n%s\n%s", about, change, expected)
                .isEqualTo(noted(expected.get().action(), given, wanted));
        assertThat(change.problems()).as(about).isEqualTo(inTheSameWords(token, expected.get()));
        return Optional.of(change.action());
    }

    /// What says how children are replaced changes none of them: Pulumi's engine notes it without a
    /// step, and Terraform by one.
    private static Action noted(Action action, ObjectValue given, ObjectValue wanted) {
        return action == Action.NONE
                        && NOTED.stream().anyMatch(it -> !wanted.field(it).sameAs(given.field(it)))
                ? Action.UPDATE
                : action;
    }

    private List<Problem> inTheSameWords(Token token, Verdict verdict) {
        return Verdict.refused(
                        verdict.problems().stream().map(it -> terraform.told(token, it)).toList())
                .problems();
    }
}
