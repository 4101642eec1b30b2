package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StampsTest {
    private static final KubeObject WANTED =
            KubeObject.parse(
                    """
                    {"metadata": {"name": "x", "labels": {"a": "1", "b": "2"}, "annotations": {"c": "3"}},
                     "spec": {"l": [1, "1", true], "m": {}}}
                    """);

    @Test
    void whatWasGivenIsTakenAwayAndWhatOthersGaveStays() {
        var copy =
                Stamps.stamped(WANTED, WANTED)
                        .with("h", "metadata", "labels", "host")
                        .with("h", "metadata", "annotations", "host");
        var wish =
                KubeObject.parse("{\"metadata\": {\"name\": \"x\", \"labels\": {\"b\": \"9\"}}}");

        assertThat(Stamps.merged(copy, wish, "labels"))
                .containsOnlyKeys("b", "host")
                .containsEntry("b", "9");
        assertThat(Stamps.merged(copy, wish, "annotations"))
                .containsOnlyKeys("host", Stamps.GIVEN, Stamps.WANTED);
    }

    @Test
    void aWishThatChangedIsNoticedAndTheOrderOfItsFieldsIsNone() {
        var copy = Stamps.stamped(WANTED, WANTED);
        var same =
                KubeObject.parse(
                        """
                        {"spec": {"m": {}, "l": [1, "1", true]},
                         "metadata": {"annotations": {"c": "3"}, "labels": {"b": "2", "a": "1"}, "name": "x"}}
                        """);

        assertThat(Stamps.isDigest(copy, same)).isTrue();
        assertThat(Stamps.isDigest(copy, WANTED.with("1", "spec", "m", "k"))).isFalse();
        assertThat(Stamps.isDigest(copy, WANTED.with(List.of("1", 1, true), "spec", "l")))
                .isFalse();
        assertThat(Stamps.isDigest(WANTED, WANTED)).isFalse();
    }
}
