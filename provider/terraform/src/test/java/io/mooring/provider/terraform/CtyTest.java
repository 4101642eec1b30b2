package io.mooring.provider.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CtyTest {
    private static final ObjectType DISK =
            ObjectType.of(
                    "toy:index:Disk",
                    "A disk.",
                    Property.of("sizeGib", PropertyType.INTEGER, "Its size."),
                    Property.of("keyId", PropertyType.STRING, "Its key.").asSecret());
    private static final PropertyType DISKS = new PropertyType.ListOf(DISK.ref());
    private static final PropertyType TREE = new PropertyType.MapOf(PropertyType.ANY);

    /// What the bytes are was written down from MessagePack's own specification.
    @ParameterizedTest
    @CsvSource({
        "c0, null",
        "c3, true",
        "c2, false",
        "07, 7",
        "e0, -32",
        "cc80, 128",
        "cdffff, 65535",
        "ceffffffff, 4294967295",
        "d080, -128",
        "d18000, -32768",
        "d280000000, -2147483648",
        "d3ffffffffffffffff, -1",
        "cb3ff8000000000000, 1.5",
        "ca3fc00000, 1.5",
        "a3312e35, 1.5",
        "cfffffffffffffffff, 1.8446744073709552E19",
        "d40000, <unknown>",
        "c7020c8100, <unknown>",
    })
    void aLeafIsRead(String hex, String shown) {
        var message = MsgReader.read(HexFormat.of().parseHex(hex));
        var type =
                shown.equals("true") || shown.equals("false")
                        ? PropertyType.BOOLEAN
                        : PropertyType.NUMBER;

        assertThat(Cty.read(type, message)).hasToString(shown);
    }

    static Stream<Arguments> values() {
        var disk = ObjectValue.builder().put("sizeGib", 40).put("keyId", "k").build();
        var odd = new ObjectValue(Map.of("sizeGib", Value.UNKNOWN));
        return Stream.of(
                Arguments.of(PropertyType.STRING, Value.of("ä".repeat(40_000))),
                Arguments.of(PropertyType.STRING, Value.UNKNOWN),
                Arguments.of(PropertyType.STRING, Value.NULL),
                Arguments.of(PropertyType.NUMBER, Value.of(-33)),
                Arguments.of(PropertyType.NUMBER, Value.of(1e300)),
                Arguments.of(PropertyType.STRINGS, Value.texts(List.of())),
                Arguments.of(PropertyType.STRINGS, Value.list(List.of(Value.UNKNOWN))),
                Arguments.of(
                        new PropertyType.ListOf(PropertyType.NUMBER),
                        Value.list(Stream.generate(() -> Value.of(1)).limit(70_000).toList())),
                Arguments.of(PropertyType.STRING_MAP, Value.textMap(Map.of("a.b/c", "d"))),
                Arguments.of(DISK.ref(), disk),
                Arguments.of(DISKS, Value.list(List.of(disk, odd))),
                Arguments.of(DISKS, Value.UNKNOWN),
                Arguments.of(
                        TREE,
                        ObjectValue.builder()
                                .put("camelCase", disk)
                                .put("list", Value.list(List.of(Value.of(1), Value.of("x"))))
                                .put("open", Value.UNKNOWN)
                                .build()),
                Arguments.of(TREE, Value.UNKNOWN),
                Arguments.of(TREE, Value.NULL));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueComesBackAsItWent(PropertyType type, Value value) {
        var bytes = MsgWriter.write(Cty.write(type, value));

        assertThat(Cty.read(type, MsgReader.read(bytes))).isEqualTo(value);
        assertThat(MsgWriter.write(MsgReader.read(bytes))).isEqualTo(bytes);
    }

    @Test
    void aSecretTravelsBareSinceTheSchemaHidesIt() {
        assertThat(Cty.write(PropertyType.STRING, Value.secret("s"))).isEqualTo(new Msg.Str("s"));
    }

    @Test
    void objectsHaveEveryAttributeUnderItsNameInTerraform() {
        assertThat(Cty.write(DISK.ref(), ObjectValue.EMPTY))
                .isEqualTo(new Msg.Fields(Map.of("size_gib", Msg.NIL, "key_id", Msg.NIL)));
        assertThat(CtyType.of(DISKS))
                .isEqualTo(
                        "[\"list\",[\"object\",{\"size_gib\":\"number\",\"key_id\":\"string\"}]]");
        assertThat(CtyType.of(TREE)).isEqualTo("\"dynamic\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'[\"set\",\"string\"]', 92a161a162, '[\"a\", \"b\"]'",
        "'[\"map\",\"bool\"]', 81a161c3, {a=true}",
        "'[\"tuple\",[\"number\",\"dynamic\"]]', 9201c0, '[1, null]'",
        "'[\"object\",{\"a\":\"dynamic\"}]', 81a16192c408226e756d6265722205, {a=5}",
        "'\"number\"', a3312e35, 1.5",
    })
    void aValueOfAnyTypeIsReadByTheTypeItBrings(String type, String hex, String shown) {
        var pair =
                new Msg.Items(
                        List.of(
                                new Msg.Bin(type.getBytes()),
                                MsgReader.read(HexFormat.of().parseHex(hex))));

        assertThat(Cty.read(TREE, pair)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''             | the value ends too early",
                "a5616263       | the value ends too early",
                "dd7fffffff     | the value ends too early",
                "c6ffffffff00   | the value ends too early",
                "9301           | the value ends too early",
                "c1             | no value begins with byte 0xc1",
                "0102           | 1 bytes after the value",
                "810102         | the name of a field is no text",
                "82a16101a16102 | field \"a\" is there twice",
                "a1ff           | a text is not UTF-8",
                "d40700         | there is no extension type 7",
            })
    void bytesThatAreNoValueAreRefused(String hex, String reason) {
        var bytes = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> MsgReader.read(bytes))
                .isInstanceOf(MalformedValue.class)
                .hasMessage(reason);
    }

    @Test
    void nestingHasAnEnd() {
        var deep = new byte[10_000];
        Arrays.fill(deep, (byte) 0x91);

        assertThatThrownBy(() -> MsgReader.read(deep))
                .isInstanceOf(MalformedValue.class)
                .hasMessage("the value is nested deeper than 100");
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of(PropertyType.STRING, new Msg.Int(1), "a text"),
                Arguments.of(PropertyType.NUMBER, new Msg.Str("x"), "a number"),
                Arguments.of(PropertyType.NUMBER, new Msg.Bool(true), "a number"),
                Arguments.of(PropertyType.BOOLEAN, new Msg.Str("true"), "true or false"),
                Arguments.of(PropertyType.STRINGS, new Msg.Str("a"), "a list"),
                Arguments.of(DISK.ref(), new Msg.Items(List.of()), "an object"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void aValueOfAnotherTypeIsRefused(PropertyType type, Msg message, String what) {
        assertThatThrownBy(() -> Cty.read(type, message))
                .isInstanceOf(MalformedValue.class)
                .hasMessage("a value should be " + what + " and is not");
    }

    @ParameterizedTest
    @CsvSource({"'\"strin\"'", "'[\"list\"'", "'{}'", "'[\"bag\",\"string\"]'", "''"})
    void aTypeThatIsNoneIsRefused(String type) {
        var pair = new Msg.Items(List.of(new Msg.Bin(type.getBytes()), new Msg.Str("a")));

        assertThatThrownBy(() -> Cty.read(TREE, pair)).isInstanceOf(MalformedValue.class);
    }

    /// Every damaged message is read or refused, in no other way.
    @Test
    void damagedBytesNeverFailInAnyOtherWay() {
        var seed = Long.getLong("seed", 9);
        var random = new Random(seed);
        var whole =
                values().map(a ->
                                MsgWriter.write(
                                        Cty.write((PropertyType) a.get()[0], (Value) a.get()[1])))
                        .filter(bytes -> bytes.length < 500)
                        .toList();
        for (var run = 0; run < 20_000; run++) {
            var bytes = whole.get(random.nextInt(whole.size())).clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                var message = MsgReader.read(bytes);
                for (var type : List.of(DISKS, TREE, PropertyType.NUMBER)) {
                    readOrRefuse(type, message);
                }
            } catch (MalformedValue _) {
                continue;
            } catch (RuntimeException | Error other) {
                throw new AssertionError(
                        "seed %d, run %d, %s".formatted(seed, run, HexFormat.of().formatHex(bytes)),
                        other);
            }
        }
    }

    private static void readOrRefuse(PropertyType type, Msg message) {
        try {
            assertThat(Cty.read(type, message)).isNotNull();
        } catch (MalformedValue refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
