package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What is kept is never older than what we wrote ourselves.
final class KeptTest {

    private final AtomicInteger changes = new AtomicInteger();
    private final Kept<String> kept =
            new Kept<>(
                    (object, _) -> object.text("value").filter(value -> !value.equals("none")),
                    changes::incrementAndGet);

    private static KubeObject object(String uid, int version, String value) {
        return Given.object(
                "metadata: {name: a, uid: %s, resourceVersion: \"%d\"}\nvalue: %s"
                        .formatted(uid, version, value));
    }

    @Test
    void whatTheWatchTellsLateDoesNotUndoAWrite() {
        kept.present(object("u", 2, "ours"));

        kept.present(object("u", 1, "before"));

        assertThat(kept.values()).containsEntry("a", "ours");
        assertThat(changes).hasValue(1);
    }

    @Test
    void whatWeHaveRemovedDoesNotComeBack() {
        kept.present(object("u", 1, "there"));

        kept.removed("a");
        kept.present(object("u", 2, "late"));

        assertThat(kept.values()).isEmpty();
    }

    @Test
    void aSuccessorOfTheSameNameIsAnother() {
        kept.present(object("u", 9, "first"));
        kept.removed("a");

        kept.present(object("v", 10, "second"));
        kept.gone(object("u", 9, "first"));

        assertThat(kept.values()).containsEntry("a", "second");
    }

    @Test
    void whatDoesNotCountAnyMoreGoes() {
        kept.present(object("u", 1, "there"));

        kept.present(object("u", 2, "none"));

        assertThat(kept.values()).isEmpty();
        assertThat(changes).hasValue(2);
    }

    @Test
    void whatIsAsBeforeIsNoNews() {
        kept.present(object("u", 1, "same"));
        kept.present(object("u", 2, "same"));

        assertThat(changes).hasValue(1);
    }

    @Test
    void anObjectThatIsNotThereIsNotGoneTwice() {
        assertThat(Optional.ofNullable(kept.find("a"))).isEmpty();
        kept.gone(object("u", 1, "x"));
        assertThat(changes).hasValue(0);
    }
}
