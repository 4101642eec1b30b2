package io.mooring.autoscaler.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The algebra of requirements on one label.
final class ValueSetTest {

    @ParameterizedTest
    @CsvSource({
        "In a b, In b c, true, b",
        "In a, In b, false, -",
        "In a b, NotIn a, true, b",
        "In a, NotIn a, false, -",
        "Exists, DoesNotExist, false, -",
        "NotIn a, DoesNotExist, true, absent",
        "NotIn a, NotIn b, true, c",
        "Gt 3, Lt 5, true, 4",
        "Gt 3, Lt 4, false, -",
        "Gte 3, Lte 3, true, 3",
        "In 1 9 x, Gt 3, true, 9",
        "Exists, In a, true, a",
        "DoesNotExist, DoesNotExist, true, absent",
    })
    void twoRequirementsMeet(String one, String two, boolean meet, String example) {
        ValueSet both = parse(one).and(parse(two));

        assertThat(parse(one).intersects(parse(two))).isEqualTo(meet);
        assertThat(parse(two).intersects(parse(one))).isEqualTo(meet);
        if (meet) {
            assertThat(both.matches(example.equals("absent") ? null : example)).isTrue();
        }
    }

    private static ValueSet parse(String text) {
        List<String> words = List.of(text.strip().split(" "));
        return ValueSet.of(Operator.parse(words.getFirst()), words.subList(1, words.size()));
    }
}
