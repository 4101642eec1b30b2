package io.mooring.provider.core;

import static io.mooring.provider.core.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ValueTest {
    @Test
    void aSecretShowsNothingOfItselfHoweverDeep() {
        var object = object("a", List.of(Map.of("b", Value.secret("hush"))));

        assertThat(object.toString()).isEqualTo("{a=[{b=***}]}");
        assertThat(object.hasSecret()).isTrue();
        assertThat(object.plain().toString()).contains("hush");
        assertThat(new Value.SecretValue(Value.secret("hush"))).isEqualTo(Value.secret("hush"));
    }

    @Test
    void samenessPassesOverMarksAndUnknownIsNeverTheSame() {
        var marked = new Value.OutputValue(Value.secret("a"), Set.of("urn:x"));

        assertThat(object("k", marked).sameAs(object("k", "a"))).isTrue();
        assertThat(object("k", marked).sameAs(object("k", "b"))).isFalse();
        assertThat(Value.UNKNOWN.sameAs(Value.UNKNOWN)).isFalse();
        assertThat(object("a", Value.NULL).sameAs(object())).isTrue();
    }

    @Test
    void readersSeeThroughMarks() {
        var object =
                object(
                        "text", Value.secret("t"),
                        "number", new Value.OutputValue(Value.of(7), Set.of("urn:x")),
                        "texts", List.of("a", Value.secret("b")),
                        "map", Map.of("k", "v"),
                        "unknown", Value.UNKNOWN);

        assertThat(object.requireText("text")).isEqualTo("t");
        assertThat(object.requireInteger("number")).isEqualTo(7);
        assertThat(object.texts("texts")).containsExactly("a", "b");
        assertThat(object.textMap("map")).isEqualTo(Map.of("k", "v"));
        assertThat(object.flag("missing")).isFalse();
        assertThat(object.text("unknown")).isEmpty();
        assertThat(object.isKnown("unknown")).isFalse();
        assertThat(object.isKnown("missing")).isTrue();
        assertThat(object.sources()).containsExactly("urn:x");
        assertThatThrownBy(() -> object.requireObject("text"))
                .hasMessage("field text should hold an object");
    }

    @Test
    void physicalNamesAreLabelsThatDoNotMeet() {
        var type = Token.parse("mooring:local:Node");
        var name = new LogicalName("dev", "shop", type, "My_Node.1").physicalName(20);
        var other = new LogicalName("prod", "shop", type, "My_Node.1").physicalName(20);

        assertThat(name).matches("my-node-1-[0-9a-f]{7}").isNotEqualTo(other);
        assertThat(new LogicalName("d", "p", type, "x".repeat(80)).physicalName(20)).hasSize(20);
        assertThat(new LogicalName("d", "p", type, "1-2").physicalName(20))
                .matches("m-[0-9a-f]{7}");
    }
}
