package io.mooring.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SnapshotUrlTest {

    @Test
    void itIsAPlaceAndANameInIt() {
        var url = SnapshotUrl.parse("s3://safe/clusters/a.snapshot?region=eu&x=a%2Fb");

        assertThat(url.name()).isEqualTo("a.snapshot");
        assertThat(url.parent())
                .isEqualTo(
                        new SnapshotUrl(
                                "s3", "safe", "clusters", Map.of("region", "eu", "x", "a/b")));
        assertThat(url.parent()).hasToString("s3://safe/clusters");
        assertThat(SnapshotUrl.parse("s3://safe/a.snapshot").parent()).hasToString("s3://safe");
    }

    @Test
    void inARegistryTheNameIsTheTag() {
        var url = SnapshotUrl.parse("oci://127.0.0.1:5000/team/shop:nightly.1?plain-http=true");

        assertThat(url.name()).isEqualTo("nightly.1");
        assertThat(url.parent()).hasToString("oci://127.0.0.1:5000/team/shop");
        assertThat(url.parent().parent()).isEqualTo(url.parent());
        assertThatThrownBy(() -> url.parent().name())
                .hasMessage(
                        "oci://127.0.0.1:5000/team/shop names no snapshot; write the name behind it, oci://127.0.0.1:5000/team/shop:TAG");
    }

    @Test
    void aFileIsNotMeantByOne() {
        assertThat(SnapshotUrl.isMeant("s3://safe")).isTrue();
        assertThat(SnapshotUrl.isMeant("/tmp/s3://safe")).isFalse();
        assertThat(SnapshotUrl.isMeant("a.snapshot")).isFalse();
    }

    @Test
    void aPasswordInOneIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> SnapshotUrl.parse("s3://me:hunter2@safe/a"))
                .isInstanceOf(SnapshotException.class)
                .hasMessage(
                        "a URL of snapshots holds a user or password; remove it, and give credentials by environment or file");
    }

    @Test
    void whatIsNoneIsToldSo() {
        assertThatThrownBy(() -> SnapshotUrl.parse("s3://safe/a b"))
                .hasMessage("s3://safe/a b is no URL of snapshots: Illegal character in path");
        assertThatThrownBy(() -> SnapshotUrl.parse("s3://safe?a"))
                .hasMessage(
                        "s3://safe?a: what stands behind its question mark should be NAME=VALUE, each name once");
        assertThatThrownBy(() -> SnapshotUrl.parse("s3://safe?a=b").requireOptions(Set.of()))
                .hasMessage("s3://safe: it has no option a; there is none");
        assertThatThrownBy(() -> SnapshotUrl.parse("s3://safe/").name())
                .hasMessage(
                        "s3://safe names no snapshot; write the name behind it, s3://safe/NAME");
    }
}
