package io.mooring.provider.core.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Difference.Change;
import io.mooring.provider.core.Difference.Kind;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.Progress;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Value;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompositeTest {
    private static final LogicalName NAME =
            new LogicalName("state", "terraform", Fleet.TYPE.token(), "Fleet-1");
    private static final OperationContext CONTEXT =
            new OperationContext(
                    NAME,
                    Optional.empty(),
                    new Cancellation(),
                    Progress.SILENT,
                    Clock.systemUTC(),
                    ObjectValue.EMPTY);

    private final Fleet fleet = new Fleet();
    private final Lifecycle life = life(fleet);

    private static Lifecycle life(Fleet fleet) {
        var registry = fleet.registry();
        return new Lifecycle(
                Composite.of(registry, registry.component(Fleet.TYPE.token()).orElseThrow()));
    }

    @Test
    void childrenAreMadeInOrderAndRemovedInTheReverse() {
        var made = made(wanted(1));

        assertThat(fleet.log).containsExactly("+harbour", "+0");
        assertThat(made.outputs().texts("boatNames")).containsExactly("0");
        assertThat(made.outputs().text("name")).contains("f");

        life.delete(made, CONTEXT);

        assertThat(fleet.log).containsExactly("+harbour", "+0", "-0", "-harbour");
        assertThat(fleet.world).isEmpty();
    }

    @Test
    void whatChildrenKeepIsSecret() {
        var made = made(wanted(1));

        assertThat(made.outputs().field("parts")).isInstanceOf(Value.SecretValue.class);
        assertThat(made.outputs().toString()).doesNotContain("key-0");
    }

    @Test
    void nothingChangesWhereNothingIsChanged() {
        assertThat(life.diff(made(wanted(2)), wanted(2)).isEmpty()).isTrue();
    }

    @Test
    void fewerChildrenTakeTheLastAwayAndLeaveTheOthersAlone() {
        var made = made(wanted(3));
        fleet.log.clear();

        var difference = life.diff(made, wanted(1));
        var outputs = life.update(made, wanted(1), CONTEXT);

        assertThat(difference.changes())
                .containsExactly(
                        new Change("boats", Kind.UPDATE, false),
                        new Change("parts", Kind.UPDATE, false));
        assertThat(fleet.log).containsExactlyInAnyOrder("-1", "-2");
        assertThat(outputs.texts("boatNames")).containsExactly("0");
    }

    @Test
    void aSettingReachesEveryChildInPlace() {
        var made = made(wanted(1));
        fleet.log.clear();
        var red = wanted(1).with("colour", "red");

        assertThat(life.diff(made, red).changes())
                .containsExactly(new Change("colour", Kind.ADD, false));
        var _ = life.update(made, red, CONTEXT);

        assertThat(fleet.log).containsExactly("~harbour", "~0");
    }

    @Test
    void whatReplacesAChildReplacesTheWhole() {
        var made = made(wanted(1).with("hull", "oak"));

        assertThat(life.diff(made, wanted(1).with("hull", "steel")).replaces()).isTrue();
    }

    @Test
    void aPreviewKnowsWhichChildrenStayAndNotWhatNewOnesAreCalled() {
        var outputs = life.previewUpdate(made(wanted(1)), wanted(2));
        var first = life.previewCreate(wanted(1).with("name", Value.UNKNOWN), NAME);

        assertThat(outputs.list("boatNames")).containsExactly(Value.of("0"), Value.of("1"));
        assertThat(outputs.field("parts").hasUnknown()).isTrue();
        assertThat(first.list("boatNames")).containsExactly(Value.UNKNOWN);
    }

    @Test
    void problemsOfChildrenAreToldOnceAndUnknownInputsAreNone() {
        var context = new CheckContext(NAME, ObjectValue.EMPTY, ObjectValue.EMPTY);

        assertThat(life.check(wanted(3).with("colour", "plaid"), context).failures())
                .containsExactly(new PropertyFailure("colour", "is no colour"));
        assertThat(life.check(wanted(-1), context).failures())
                .extracting(PropertyFailure::path)
                .containsExactly("boats");
        assertThat(life.check(wanted(1).with("boats", Value.UNKNOWN), context).failures())
                .isEmpty();
    }

    @Test
    void whatWasMadeIsKeptWhenAChildFailsAndTheNextRunGoesOn() {
        fleet.sinking.add(1);
        var failure =
                catchThrowableOfType(PartialFailure.class, () -> life.create(wanted(3), CONTEXT));

        assertThat(failure).hasMessage("boat 1 sank");
        assertThat(failure.outputs().texts("boatNames")).containsExactly("0", "2");
        var half = new Existing(failure.id(), wanted(3), failure.outputs());
        assertThat(life.diff(half, wanted(3)).changes())
                .containsExactly(new Change("parts", Kind.UPDATE, false));

        fleet.sinking.clear();
        fleet.log.clear();
        var outputs = life.update(half, wanted(3), CONTEXT);

        assertThat(fleet.log).containsExactly("+1");
        assertThat(outputs.texts("boatNames")).containsExactly("0", "1", "2");
    }

    @Test
    void aLostChildIsMadeAgainAndAWholeThatIsLostIsGone() {
        var made = made(wanted(2));
        fleet.world.remove("0");

        var found = (ReadOutcome.Found) life.read(made, CONTEXT);
        assertThat(found.outputs().texts("boatNames")).containsExactly("1");
        var seen = new Existing(found.id(), found.inputs(), found.outputs());
        assertThat(life.diff(seen, wanted(2)).touches("parts")).isTrue();

        fleet.world.clear();
        assertThat(life.read(made, CONTEXT)).isInstanceOf(ReadOutcome.Gone.class);
    }

    @Test
    void theDriftOfAChildIsThatOfTheInputItCameFrom() {
        var made = made(wanted(2).with("colour", "red"));
        fleet.world.computeIfPresent("1", (_, boat) -> boat.with("colour", "blue"));

        var found = (ReadOutcome.Found) life.read(made, CONTEXT);

        assertThat(found.inputs().text("colour")).contains("blue");
    }

    private static ObjectValue wanted(int boats) {
        return ObjectValue.builder().put("name", "f").put("boats", boats).build();
    }

    private Existing made(ObjectValue inputs) {
        var created = life.create(inputs, CONTEXT);
        return new Existing(created.id(), inputs, created.outputs());
    }
}
