package io.mooring.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FixedMapTest {
    private static final long SEED = 11;

    @Test
    void it_is_equal_to_any_map_of_the_same_entries_few_or_many() {
        var random = new Random(SEED);
        for (int size = 0; size < 60; size++) {
            var expected = new LinkedHashMap<String, Object>();
            while (expected.size() < size) {
                expected.put("k" + random.nextInt(1000), random.nextInt(3));
            }
            var fixed = of(expected);
            var backwards = of(reversed(expected));

            assertThat(fixed).as("size %d", size).isEqualTo(expected).isEqualTo(backwards);
            assertThat(expected).isEqualTo(fixed).hasSameHashCodeAs(fixed);
            assertThat(fixed.keySet()).containsExactlyElementsOf(expected.keySet());
            expected.forEach((key, value) -> assertThat(fixed.get(key)).isEqualTo(value));
            assertThat(fixed.get("k1000")).isNull();
            assertThat(fixed.containsKey("k1000")).isFalse();
            assertThat(of(with(expected, "other"))).isNotEqualTo(fixed);
        }
    }

    @Test
    void nobody_changes_it() {
        var fixed = of(Map.of("a", 1));

        assertThatThrownBy(() -> fixed.put("b", 2))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fixed.remove("a"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fixed.entrySet().iterator().next().setValue(2))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_key_that_is_there_twice_is_refused_without_telling_what_is_in_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KubeObject.parse("{\"a\":{\"b\":\"secret\",\"b\":\"other\"}}"))
                .withMessageStartingWith("this is not a JSON object")
                .withNoCause();
    }

    @Test
    void parts_that_do_not_change_are_shared_when_another_part_does() {
        var before = KubeObject.parse("{\"metadata\":{\"name\":\"n\"},\"spec\":{\"a\":[1,{}]}}");

        var after = before.with("m", "metadata", "name");

        assertThat(after.at("spec").orElseThrow()).isSameAs(before.at("spec").orElseThrow());
        assertThat(after.name()).isEqualTo("m");
        assertThat(before.name()).isEqualTo("n");
    }

    @Test
    void what_is_equal_in_several_objects_is_in_memory_once() {
        var known = Optional.of(new Known());
        var spec = "{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";

        var one = Json.object(bytes(spec), new Json.Reading(known, List.of()));
        var other = Json.object(bytes(spec), new Json.Reading(known, List.of()));

        assertThat(one.get("spec")).isSameAs(other.get("spec"));
    }

    @Test
    void what_is_large_is_never_kept_for_others() {
        var known = new Known();
        var large = FixedMap.of(List.of("text", "x".repeat(10_000)));
        var deep = of(Map.of("a", of(Map.of("b", FixedList.of(List.of(large))))));

        known.same(large);
        known.same(deep);

        var sameLarge = FixedMap.of(List.of("text", "x".repeat(10_000)));
        assertThat(known.same(sameLarge)).isSameAs(sameLarge);
        var sameDeep = of(Map.of("a", of(Map.of("b", FixedList.of(List.of(large))))));
        assertThat(known.same(sameDeep)).isSameAs(sameDeep);
    }

    @Test
    void a_path_is_left_out_through_lists_and_nothing_else_of_its_name() {
        var json =
                "{\"items\":[{\"metadata\":{\"name\":\"a\",\"managedFields\":[{\"x\":[1]}]},"
                        + "\"spec\":{\"metadata\":{\"managedFields\":1}}}],\"managedFields\":2}";
        var path = List.of("items", "metadata", "managedFields");

        var read = Json.object(bytes(json), new Json.Reading(Optional.empty(), path));

        assertThat(Json.text(read))
                .isEqualTo(
                        "{\"items\":[{\"metadata\":{\"name\":\"a\"},"
                                + "\"spec\":{\"metadata\":{\"managedFields\":1}}}],\"managedFields\":2}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static FixedMap of(Map<String, Object> map) {
        var entries = new ArrayList<Object>();
        map.forEach((key, value) -> {
            entries.add(key);
            entries.add(value);
        });
        return FixedMap.of(entries);
    }

    private static Map<String, Object> reversed(Map<String, Object> map) {
        var reversed = new LinkedHashMap<String, Object>();
        new ArrayList<>(map.keySet()).reversed().forEach(key -> reversed.put(key, map.get(key)));
        return reversed;
    }

    private static Map<String, Object> with(Map<String, Object> map, String key) {
        var more = new HashMap<>(map);
        more.put(key, 1);
        return more;
    }
}
