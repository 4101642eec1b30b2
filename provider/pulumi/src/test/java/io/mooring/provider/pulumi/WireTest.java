package io.mooring.provider.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final long SEED = Long.getLong("seed", 20260721L);

    @Test
    void whateverIsWrittenReadsBackTheSame() {
        for (var run = 0; run < 2_000; run++) {
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + run);
            var object = randomObject(random, 4);

            assertThat(Wire.read(Wire.write(object))).as("seed %d", SEED + run).isEqualTo(object);
        }
    }

    /// What is made of them, as the text that a control plane is started with, must not change with
    /// the order in which the engine happens to send them.
    @Test
    void fieldsComeInTheOrderOfTheirNamesHoweverTheyAreSent() {
        var sent =
                struct("{\"verbs\": [], \"apiGroups\": [{\"z\": 1, \"a\": 2}], \"resources\": {}}");

        var read = Wire.read(sent);

        assertThat(read.fields().keySet()).containsExactly("apiGroups", "resources", "verbs");
        assertThat(read.toString()).isEqualTo(Wire.read(Wire.write(read)).toString());
        assertThat(read.objects("apiGroups").getFirst().fields().keySet())
                .containsExactly("a", "z");
    }

    @Test
    void outputsOfTheEngineKeepTheirSecretnessAndWhereAskedTheirSources() {
        var struct =
                struct(
                        """
                        {"a": {"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
                               "value": "v", "secret": true, "dependencies": ["urn:1"]},
                         "b": {"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4"},
                         "c": "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
                         "d": null, "__defaults": ["a"]}
                        """);

        assertThat(Wire.read(struct).fields())
                .isEqualTo(
                        java.util.Map.of(
                                "a", Value.secret("v"), "b", Value.UNKNOWN, "c", Value.UNKNOWN));
        assertThat(Wire.read(struct, Wire.Sources.KEEP).field("a"))
                .isEqualTo(new Value.OutputValue(Value.secret("v"), Set.of("urn:1")));
    }

    @Test
    void aResourceStandsForItsIdOrElseItsUrn() {
        var struct =
                struct(
                        """
                        {"a": {"4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
                               "urn": "urn:1", "id": "i-1"},
                         "b": {"4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e",
                               "urn": "urn:2"}}
                        """);

        assertThat(Wire.read(struct).text("a")).contains("i-1");
        assertThat(Wire.read(struct).text("b")).contains("urn:2");
    }

    @Test
    void whatNoPropertyTakesIsRefusedInWords() {
        var asset =
                struct(
                        """
                        {"a": {"4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", "text": "x"}}
                        """);

        assertThatThrownBy(() -> Wire.read(asset))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "an asset or archive was given, but no property here takes one; give its text instead");
    }

    @Test
    void sourcesTravelBesideTheProperties() {
        var value = new Value.OutputValue(Value.of("v"), Set.of("urn:1"));

        assertThat(Wire.write(value).getStringValue()).isEqualTo("v");
    }

    private static Struct struct(String json) {
        var struct = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(json, struct);
        } catch (InvalidProtocolBufferException wrong) {
            throw new IllegalArgumentException(wrong);
        }
        return struct.build();
    }

    private static ObjectValue randomObject(RandomGenerator random, int depth) {
        var fields = new LinkedHashMap<String, Value>();
        for (var i = random.nextInt(4); i > 0; i--) {
            fields.put(randomText(random), randomValue(random, depth - 1));
        }
        return new ObjectValue(fields);
    }

    private static Value randomValue(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> Value.of(random.nextBoolean());
            case 1 -> Value.of(random.nextDouble());
            case 2 -> Value.of(random.nextLong(-1_000_000, 1_000_000));
            case 3 -> Value.of(randomText(random));
            case 4 -> Value.UNKNOWN;
            case 5 -> new Value.SecretValue(randomValue(random, depth - 1));
            case 6 -> randomList(random, depth);
            default -> randomObject(random, depth);
        };
    }

    private static Value randomList(RandomGenerator random, int depth) {
        List<Value> items = new ArrayList<>();
        for (var i = random.nextInt(4); i > 0; i--) {
            items.add(randomValue(random, depth - 1));
        }
        return Value.list(items);
    }

    private static String randomText(RandomGenerator random) {
        return random.ints(random.nextInt(1, 12), 32, 0x2FF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
