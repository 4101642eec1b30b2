package io.mooring.provider.core;

import static io.mooring.provider.core.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaDiffTest {

    static Stream<Arguments> changesAreFoundWhereTheyAre() {
        return Stream.of(
                row("nothing", object("name", "a"), object("name", "a")),
                row("update in place", object("cpus", 2), object("cpus", 4), "cpus UPDATE"),
                row("add", object(), object("spot", true), "spot ADD"),
                row("delete", object("spot", true), object(), "spot DELETE"),
                row("immutable", object("name", "a"), object("name", "b"), "name UPDATE replaces"),
                row("back to the default", object("cpus", 4), object(), "cpus UPDATE"),
                row("default written out", object(), object("cpus", 2)),
                row("default of an immutable one written out", object(), object("zone", "any")),
                row(
                        "map entries",
                        object("labels", Map.of("a/b", "1", "c", "2")),
                        object("labels", Map.of("a/b", "3", "d", "2")),
                        "labels[\"a/b\"] UPDATE",
                        "labels.c DELETE",
                        "labels.d ADD"),
                row(
                        "list items",
                        object("taints", List.of("x", "y", "z")),
                        object("taints", List.of("x", "q")),
                        "taints[1] UPDATE",
                        "taints[2] DELETE"),
                row(
                        "inside objects inside lists",
                        object("disks", List.of(Map.of("sizeGib", 1))),
                        object("disks", List.of(Map.of("sizeGib", 2, "kind", "hdd"))),
                        "disks[0].sizeGib UPDATE",
                        "disks[0].kind UPDATE replaces"),
                row(
                        "inside anything",
                        object("extra", Map.of("a", List.of(1, Map.of("b", 2)))),
                        object("extra", Map.of("a", List.of(1, Map.of("b", 3)))),
                        "extra.a[1].b UPDATE"),
                row(
                        "another shape",
                        object("extra", Map.of("a", 1)),
                        object("extra", List.of(1)),
                        "extra UPDATE"),
                row("secretness alone", object("token", "t"), object("token", Value.secret("t"))),
                row(
                        "a changed secret",
                        object("token", Value.secret("t")),
                        object("token", Value.secret("u")),
                        "token UPDATE"),
                row("unknown", object("cpus", 2), object("cpus", Value.UNKNOWN), "cpus UPDATE"),
                row(
                        "unknown and immutable",
                        object("name", "a"),
                        object("name", new Value.SecretValue(Value.UNKNOWN)),
                        "name UPDATE replaces"),
                row("unknown and new", object(), object("load", Value.UNKNOWN), "load ADD"),
                row("no longer in the schema", object("old", 1), object()));
    }

    private static Arguments row(String what, ObjectValue old, ObjectValue now, String... changes) {
        return Arguments.of(what, old, now, List.of(changes));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void changesAreFoundWhereTheyAre(
            String what, ObjectValue old, ObjectValue now, List<String> changes) {
        var difference = SchemaDiff.diff(Samples.MACHINE, old, now);

        assertThat(difference.changes())
                .extracting(change ->
                        change.path()
                                + " "
                                + change.kind()
                                + (change.replaces() ? " replaces" : ""))
                .containsExactlyInAnyOrderElementsOf(changes);
    }

    @Test
    void theTypeSaysWhetherTheOldOneGoesFirst() {
        var difference = SchemaDiff.diff(Samples.MACHINE, object("name", "a"), object("name", "b"));

        assertThat(difference.replaces()).isTrue();
        assertThat(difference.deleteBeforeReplace()).isTrue();
        assertThat(difference.touches("name")).isTrue();
        assertThat(difference.touches("nam")).isFalse();
        assertThat(difference.without("name").isEmpty()).isTrue();
    }
}
