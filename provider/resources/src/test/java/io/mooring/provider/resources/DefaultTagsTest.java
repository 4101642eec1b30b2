package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Progress;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceHandler;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DefaultTagsTest {

    private static final String WEB = "{machine: {region: eu, tags: {team: web}}}";
    private static final String CONFIG = "{defaultTags: {team: all, stage: test}}";
    private static final String TAGGED = "{machine: {region: eu, tags: {team: web, stage: test}}}";

    private final Machines machines = new Machines();

    @Test
    void whatIsMadeHasTheTagsOfTheProviderBeneathItsOwn() {
        tags(Map.of()).create(Given.value(WEB), context(CONFIG));
        tags(Map.of("MOORING_DEFAULT_TAGS", "team=all, stage=test"))
                .create(Given.value(WEB), context("{}"));
        tags(Map.of("MOORING_DEFAULT_TAGS", "stage=prod"))
                .create(Given.value("{machine: {region: eu}}"), context(CONFIG));
        tags(Map.of()).create(Given.value(WEB), context("{}"));

        assertThat(machines.made)
                .containsExactly(
                        Given.value(TAGGED),
                        Given.value(TAGGED),
                        Given.value("{machine: {region: eu, tags: {team: all, stage: test}}}"),
                        Given.value(WEB));
    }

    @Test
    void aChangeOfThemIsNoChangeOfWhatIsThere() {
        tags(Map.of())
                .update(
                        new Existing("id", Given.value(WEB), ObjectValue.EMPTY),
                        Given.value(WEB),
                        context(CONFIG));

        assertThat(machines.made).containsExactly(Given.value(TAGGED), Given.value(TAGGED));
    }

    @Test
    void inputsStayWhatTheUserGaveAndWhatACloudDoesNotTakeIsTold() {
        Checked good = check(CONFIG, Map.of());
        assertThat(good.inputs()).isEqualTo(Given.value(WEB));
        assertThat(good.failures()).isEmpty();

        Checked bad = check("{defaultTags: {'aws:x': y}}", Map.of());
        assertThat(bad.inputs()).isEqualTo(Given.value(WEB));
        assertThat(bad.failures())
                .containsExactly(new PropertyFailure("machine.tags.aws:x", "rename it"));

        assertThat(check("{}", Map.of("MOORING_DEFAULT_TAGS", "team")).failures())
                .containsExactly(
                        new PropertyFailure(
                                "",
                                "reading the tags of machines from MOORING_DEFAULT_TAGS: \"team\" is no tag; write NAME=VALUE, with a comma between two"));
    }

    private Checked check(String config, Map<String, String> environment) {
        return tags(environment)
                .check(
                        Given.value(WEB),
                        new CheckContext(
                                Given.named("mooring:aws:Node", "web"),
                                ObjectValue.EMPTY,
                                Given.value(config)));
    }

    private DefaultTags tags(Map<String, String> environment) {
        return new DefaultTags(machines, "tags", environment);
    }

    private static OperationContext context(String config) {
        return new OperationContext(
                Given.named("mooring:aws:Node", "web"),
                Optional.empty(),
                new Cancellation(),
                Progress.SILENT,
                Clock.systemUTC(),
                Given.value(config));
    }

    /// Remembers what it was asked for.
    private static final class Machines implements ResourceHandler {
        private final List<ObjectValue> made = new ArrayList<>();

        @Override
        public Checked check(ObjectValue inputs, CheckContext context) {
            var tags = inputs.requireObject("machine").requireObject("tags");
            return new Checked(
                    inputs,
                    tags.fields().keySet().stream()
                            .filter(name -> name.startsWith("aws:"))
                            .map(name -> new PropertyFailure("machine.tags." + name, "rename it"))
                            .toList());
        }

        @Override
        public Created create(ObjectValue inputs, OperationContext context) {
            made.add(inputs);
            return new Created("id", ObjectValue.EMPTY);
        }

        @Override
        public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
            made.add(old.inputs());
            made.add(inputs);
            return ObjectValue.EMPTY;
        }

        @Override
        public ReadOutcome read(Existing old, OperationContext context) {
            return new ReadOutcome.Gone();
        }

        @Override
        public void delete(Existing old, OperationContext context) {}
    }
}
