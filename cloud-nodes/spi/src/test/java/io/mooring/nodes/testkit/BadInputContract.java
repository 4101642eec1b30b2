package io.mooring.nodes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every provider says of input that can never work: one sentence, and the setting to change.
/// A provider's own test gives the table of what can be wrong there.
public abstract class BadInputContract {

    /// Longer nobody reads to its end.
    private static final int LONGEST_REASON = 600;

    /// What is wrong.
    public enum Wrong {
        /// A subnet, or where else machines are reached, that is none or does not fit.
        NETWORK,
        /// An image that is not there, or cannot be used there.
        IMAGE,
        USER_DATA,
        /// Somebody who is known, and may not do it.
        RIGHTS,
        /// Nobody who is known.
        CREDENTIALS
    }

    /// One row of the table.
    ///
    /// @param field the setting to be blamed
    /// @param says part of the sentence
    /// @param attempt makes machine `one`
    public record Row(String field, String says, Callable<CreateOutcome> attempt) {}

    /// At least one for each.
    protected abstract List<Row> rows(Wrong wrong);

    /// All that is there of machine `one`, a word for each thing.
    protected abstract List<String> left();

    @ParameterizedTest
    @EnumSource
    void whatCanNeverWorkIsToldInOneSentenceOfTheSettingToChange(Wrong wrong) throws Exception {
        List<Row> rows = rows(wrong);

        assertThat(rows).isNotEmpty();
        for (Row row : rows) {
            assertTold(row);
        }
    }

    private void assertTold(Row row) throws Exception {
        assertThat(row.attempt().call())
                .as("%s: %s", row.field(), row.says())
                .isInstanceOfSatisfying(
                        BadConfiguration.class,
                        bad -> {
                            assertThat(bad.field()).isEqualTo(row.field());
                            assertThat(bad.reason())
                                    .contains(row.says())
                                    .hasSizeLessThanOrEqualTo(LONGEST_REASON)
                                    .doesNotContain(
                                            "\n", "Exception", "java.", "com.", "software.");
                        });
        assertThat(left()).isEmpty();
    }

    /// Letters of which hardly any follow from those before, so that they stay about as long when
    /// they are compressed.
    protected static String incompressible(int length) {
        var noise = new StringBuilder("#cloud-config\n# ");
        new java.util.Random(1).ints(length, 'a', 'z').forEach(it -> noise.append((char) it));
        return noise.append('\n').toString();
    }
}
