package io.mooring.autoscaler.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How many nodes may go, and when.
final class BudgetTest {

    private static final Instant MONDAY_NINE = Instant.parse("2026-03-02T09:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "10%, 1, 1",
        "10%, 10, 1",
        "10%, 11, 2",
        "5%, 10, 1",
        "0%, 10, 0",
        "100%, 7, 7",
        "3, 2, 3",
        "0, 9, 0",
        "200%, 4, 4"
    })
    void partsAreRoundedUp(String nodes, int total, int allowed) {
        assertThat(new Budget(nodes, Set.of(), null, null).allowed(total)).isEqualTo(allowed);
    }

    /// Monday, 2 March 2026; whether a window of two hours that opens then is open.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 9 * * *        | 09:00 | true
                    0 9 * * *        | 08:59 | false
                    0 9 * * *        | 10:59 | true
                    0 9 * * *        | 11:00 | false
                    0 9 * * mon-fri  | 10:00 | true
                    0 9 * * sat,sun  | 10:00 | false
                    0 9 2 * *        | 10:00 | true
                    0 9 3 * *        | 10:00 | false
                    0 9 3 * mon      | 10:00 | true
                    0 9 * feb *      | 10:00 | false
                    */30 * * * *     | 23:59 | true
                    0 0-6/3 * * *    | 04:59 | true
                    0 0-6/3 * * *    | 05:00 | false
                    @daily           | 01:59 | true
                    @daily           | 02:00 | false
                    0 9 * * 7        | 10:00 | false
                    """)
    void aScheduleOpensAWindowInUtc(String schedule, String time, boolean open) {
        Instant now = Instant.parse("2026-03-02T" + time + ":00Z");
        var budget = new Budget("0", Set.of(), schedule, Duration.ofHours(2));

        assertThat(budget.concerns(Reason.EMPTY, now)).isEqualTo(open);
    }

    @Test
    void whatIsNoScheduleLetsNothingGo() {
        for (String broken : List.of("9 o'clock", "61 * * * *", "* * * *", "a b c d e")) {
            var budget = new Budget("5", Set.of(), broken, Duration.ofHours(1));

            assertThat(budget.concerns(Reason.EMPTY, MONDAY_NINE)).as(broken).isTrue();
            assertThat(budget.allowed(10)).as(broken).isZero();
        }
    }

    @Test
    void theSmallestActiveBudgetOfTheReasonHolds() {
        Pool pool =
                pool(
                        List.of(
                                new Budget("50%", Set.of(), null, null),
                                new Budget("2", Set.of(Reason.DRIFTED), null, null),
                                new Budget(
                                        "0",
                                        Set.of(Reason.EMPTY),
                                        "0 9 * * *",
                                        Duration.ofHours(1))));

        assertThat(pool.allowed(Reason.UNDERUTILIZED, 10, MONDAY_NINE)).isEqualTo(5);
        assertThat(pool.allowed(Reason.DRIFTED, 10, MONDAY_NINE)).isEqualTo(2);
        assertThat(pool.allowed(Reason.EMPTY, 10, MONDAY_NINE)).isZero();
        assertThat(pool.allowed(Reason.EMPTY, 10, MONDAY_NINE.plusSeconds(3600))).isEqualTo(5);
    }

    @Test
    void aPoolWithoutBudgetsLetsATenthGo() {
        assertThat(pool(List.of()).allowed(Reason.EMPTY, 25, MONDAY_NINE)).isEqualTo(3);
    }

    @Test
    void scheduleAndDurationComeTogether() {
        assertThatThrownBy(() -> new Budget("1", Set.of(), "@daily", null))
                .hasMessage("schedule and duration come together");
        assertThatThrownBy(() -> new Budget("some", Set.of(), null, null))
                .hasMessage("'some' is neither a number of nodes nor a part such as 10%");
    }

    private static Pool pool(List<Budget> budgets) {
        return new Pool(
                new io.mooring.autoscaler.model.NodePool(
                        "p", 0, new TreeMap<>(), List.of(), List.of(), new TreeMap<>()),
                "cloud",
                null,
                List.of(),
                null,
                null,
                Pool.Consolidation.DEFAULT,
                budgets,
                Pool.Timeouts.DEFAULT,
                null,
                false);
    }
}
