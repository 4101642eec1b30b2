package io.mooring.frontends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.components.MooringRegistry;
import io.mooring.frontends.Verdict.Action;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.SchemaCheck;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import io.mooring.provider.pulumi.PulumiSide;
import io.mooring.provider.terraform.TerraformSide;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same change of the same resource is the same plan in both front ends: the same action, for
/// the same properties, with the same outputs foreseen, or the same refusal.
///
/// `-Dseed=N -Druns=N` tries other changes; what failed names the seed that repeats it alone.
final class FrontEndsAgreeTest {
    private static final long SEED = Long.getLong("seed", 20261122L);
    private static final int RUNS = Integer.getInteger("runs", 100);
    private static final Registry REGISTRY =
            MooringRegistry.create(Map.of("MOORING_HOME", "/nonexistent"));
    private static final Making MAKING = new Making(REGISTRY);
    private static final Map<Token, ObjectValue> STARTS = Starts.all();

    private final PulumiSide pulumi = new PulumiSide(REGISTRY);
    private final TerraformSide terraform = new TerraformSide(REGISTRY);

    static Stream<ResourceType> resources() {
        return REGISTRY.resources().stream().map(Registry.Resource::type);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void theSameChangeIsTheSamePlan(ResourceType type) {
        var seen = new EnumMap<Action, Integer>(Action.class);
        for (var run = 0; run < RUNS; run++) {
            var seed = SEED + run;
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            seen.merge(compared(type, random, "-Dseed=" + seed + " -Druns=1"), 1, Integer::sum);
        }

        if (RUNS > 1) {
            assertThat(seen.keySet())
                    .as("%s", seen)
                    .contains(Action.REFUSED)
                    .containsAnyOf(Action.UPDATE, Action.REPLACE);
        }
    }

    /// @return what is to be done
    private Action compared(ResourceType type, RandomGenerator random, String replay) {
        var token = type.token();
        var known = new Mutation(random, false);
        var given = STARTS.get(token);
        for (var i = random.nextInt(3); i > 0; i--) {
            var other = known.of(type.inputs(), given);
            given = isGood(type, other) ? other : given;
        }
        var wanted = given;
        for (var i = random.nextInt(4); i > 0; i--) {
            wanted = new Mutation(random, true).of(type.inputs(), wanted);
        }
        var about = "%s, %s\nwas %s\nis to be %s".formatted(token, replay, given, wanted);

        assertThat(terraform.create(token, wanted))
                .usingComparator((a, b) -> same(type, a, b) ? 0 : 1)
                .as(about)
                .isEqualTo(inTheSameWords(token, pulumi.create(token, wanted)));
        var made = MAKING.resource(token, given);
        var change = terraform.change(token, made, wanted);
        assertThat(change)
                .usingComparator((a, b) -> same(type, a, b) ? 0 : 1)
                .as(about)
                .isEqualTo(inTheSameWords(token, pulumi.change(token, made, wanted)));
        return change.action();
    }

    private boolean isGood(ResourceType type, ObjectValue inputs) {
        return pulumi.create(type.token(), inputs).problems().isEmpty();
    }

    /// What Pulumi's users read, where Terraform's do.
    private Verdict inTheSameWords(Token token, Verdict verdict) {
        var problems = verdict.problems().stream().map(it -> terraform.told(token, it)).toList();
        return verdict.action() == Action.REFUSED
                ? Verdict.refused(problems)
                : Verdict.of(
                        verdict.action(),
                        verdict.replacing().stream().map(it -> terraform.place(token, it)).toList(),
                        verdict.planned());
    }

    private static boolean same(ResourceType type, Verdict one, Verdict other) {
        return one.problems().equals(other.problems())
                && one.action() == other.action()
                && one.replacing().equals(other.replacing())
                && (one.action() == Action.REPLACE
                        || one.action() == Action.NONE
                        || sameOutputs(type, one.planned(), other.planned()));
    }

    /// What both know is the same, and both know the same. Terraform does not show the name that
    /// will be drawn for what has none, nor what follows from it.
    private static boolean sameOutputs(ResourceType type, ObjectValue one, ObjectValue other) {
        var named = !(one.field("name") instanceof Value.Unknown);
        return type.outputs().names().stream()
                        .filter(name -> named || one.isKnown(name))
                        .allMatch(name -> alike(one.field(name), other.field(name)))
                && alike(inputs(type.inputs(), one, named), inputs(type.inputs(), other, named));
    }

    private static ObjectValue inputs(ObjectSchema schema, ObjectValue planned, boolean named) {
        var inputs = new LinkedHashMap<>(planned.fields());
        inputs.keySet().retainAll(schema.names());
        if (!named) {
            inputs.remove("name");
        }
        return SchemaCheck.check(schema, new ObjectValue(inputs)).inputs();
    }

    private static boolean alike(Value one, Value other) {
        return one.plain().equals(other.plain());
    }
}
