package io.mooring.api.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpressionTest {
    private static final Map<String, Object> CONTEXT =
            Map.of(
                    "vcluster",
                    Map.of("name", "vc"),
                    "virtualObject",
                    Map.of(
                            "metadata",
                            Map.of("labels", Map.of("app.kubernetes.io/name", "web")),
                            "spec",
                            Map.of("ports", List.of(Map.of("port", 80), Map.of("port", 443)))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    "my-prefix-" + value                                  | my-prefix-www.example.org
                    value.slice("www.".length)                            | example.org
                    value.startsWith("www.") ? value.slice(4) : value     | example.org
                    value.startsWith('x') ? 1 : value.endsWith("org") ? 2 : 3 | 2
                    `${value}-x-${context.vcluster.name}`                 | www.example.org-x-vc
                    `${[1, 2].map(n => n + 1).join('-')}!`                | 2-3!
                    context.virtualObject.metadata.labels["app.kubernetes.io/name"] | web
                    context.virtualObject.spec.ports[1].port + 1          | 444
                    context.virtualObject.spec.ports.map(p => p.port).join(",") | 80,443
                    context.virtualObject.spec.ports.filter((p, i) => i > 0).length | 1
                    context.virtualObject.spec.ports.find(p => p.port == 443).port  | 443
                    context.virtualObject.spec.ports.some(p => p.port > 100)        | true
                    context.virtualObject.spec?.nothing?.more ?? "none"   | none
                    context.nothing?.trim()                               | nothing
                    value == null ? "new" : value                         | www.example.org
                    value.split(".").slice(-2).join(".")                  | example.org
                    value.replace("www", "w").replaceAll(".", "-")        | w-example-org
                    value.indexOf(".") - value.lastIndexOf(".")           | -8
                    1 + 2 * 3 - 4 / 2                                     | 5
                    (1 + 2) * -3                                          | -9
                    7 % 4 + 0.5                                           | 3.5
                    "1" + 2 + 3                                           | 123
                    1 + 2 + "3"                                           | 33
                    !"" && !0 && !null                                    | true
                    "" || "b"                                             | b
                    "" ?? "b"                                             | ^^
                    1 < 2 && "a" < "b" && 2 >= 2 && 1 != 2 && 1 !== 2     | true
                    typeof value                                          | string
                    typeof context.x                                      | undefined
                    {a: 1, "b-c": [value.length], ["d" + 1]: null}        | {a=1, b-c=[15]}
                    [1, null, [2]].concat(3)                              | [1, [2], 3]
                    undefined                                             | nothing
                    "a\\"b\\n".length                                     | 4
                    "7".padStart(3, "0") + "a".toUpperCase()              | 007A
                    +"4" + 1                                              | 5
                    """)
    void anExpressionGivesWhatJavaScriptWould(String source, String result) {
        assertThat(result(source)).isEqualTo(result == null ? "" : result);
    }

    private static String result(String source) {
        return Expression.parse(source)
                .evaluate(Optional.of("www.example.org"), CONTEXT)
                .map(String::valueOf)
                .orElse("nothing");
    }

    @Test
    void whatIsNotThereIsNothing() {
        assertThat(Expression.parse("value ?? 'new'").evaluate(Optional.empty(), Map.of()))
                .contains("new");
        assertThat(Expression.parse("value").evaluate(Optional.empty(), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    ^^                | column 1: a value is missing before the end
                    value +           | column 8: a value is missing before the end
                    value value       | column 7: the end is missing before "value"
                    a + 1             | column 1: there is no a; there are context, value
                    value.(1)         | column 7: a name is missing before "("
                    value ? 1         | column 10: ":" is missing before the end
                    (1                | column 3: ")" is missing before the end
                    [1 2]             | column 4: "," is missing before "2"
                    {a}               | column 3: ":" is missing before "}"
                    {1: 2}            | column 2: a key is missing before "1"
                    'a                | column 1: the text has no end
                    `a${1}            | column 1: the template has no end
                    `a${1             | column 1: the template has no end
                    value; 1          | column 6: ";" means nothing here
                    value = 1         | column 7: "=" means nothing here
                    value.map(x => y) | column 16: there is no y; there are context, value, x
                    """)
    void whatIsNoExpressionIsToldWithThePlace(String source, String message) {
        assertThatExceptionOfType(ExpressionException.class)
                .isThrownBy(() -> Expression.parse(source == null ? "" : source))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    value.a.b            | "www.example.org" has no a
                    context.x.y          | nothing has no y
                    value + context.x    | nothing is no text
                    value * 2            | "www.example.org" is no number
                    value.eval("1")      | text has no method eval; there are charAt, concat, endsWith, includes, indexOf, lastIndexOf, padEnd, padStart, replace, replaceAll, slice, split, startsWith, substring, toLowerCase, toString, toUpperCase, trim
                    context.getClass()   | a map has no method getClass
                    [1].map(1)           | map takes a function like x => x + 1
                    value.replace("a")   | replace takes 2 or more arguments
                    x => x               | the result is a function
                    1 / 0                | the result is Infinity and no number
                    """)
    void whatMakesNoSenseOfItsValuesSaysWhy(String source, String message) {
        assertThatExceptionOfType(ExpressionException.class)
                .isThrownBy(() -> result(source))
                .withMessage(message);
    }

    @Test
    void howDeepAnExpressionIsHasALimit() {
        for (var open : List.of("(", "[", "!", "-", "1+(", "`${", "x=>", "{a:")) {
            assertThatExceptionOfType(ExpressionException.class)
                    .as(open)
                    .isThrownBy(() -> Expression.parse(open.repeat(500)))
                    .withMessageNotContaining("characters");
        }
        assertThatExceptionOfType(ExpressionException.class)
                .isThrownBy(() -> Expression.parse("1+".repeat(1000) + "1"))
                .withMessage("it has 2001 characters, more than 2000");
        assertThat(result("1+".repeat(999) + "1")).isEqualTo("1000");
    }

    @Test
    void whateverIsWrittenIsReadOrRefusedAndNothingElse() {
        var words =
                List.of(
                        "value", "context", ".", "?.", "[", "]", "(", ")", "{", "}", "?", ":", ",",
                        "+", "-", "!", "==", "&&", "=>", "x", "1", "'a'", "`b${", "}`", "map",
                        "length", " ", "??", "typeof");
        var random = new SplittableRandom(6);
        for (int i = 0; i < 20_000; i++) {
            var source = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                source.append(words.get(random.nextInt(words.size())));
            }
            try {
                var _ = Expression.parse(source.toString()).evaluate(Optional.of("a"), CONTEXT);
            } catch (ExpressionException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }
}
