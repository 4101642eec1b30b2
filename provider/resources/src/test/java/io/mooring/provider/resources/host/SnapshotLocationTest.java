package io.mooring.provider.resources.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SnapshotLocationTest {

    private static final Instant TIME = Instant.parse("2026-11-22T03:00:00.5Z");

    @Test
    void whatNamesASnapshotIsIt() {
        var location = SnapshotLocation.of("/backups/a.snapshot", "shop", TIME);

        assertThat(location.text()).isEqualTo("/backups/a.snapshot");
        assertThat(location.name()).isEqualTo("a.snapshot");
        assertThat(location.directory()).contains(Path.of("/backups"));
        assertThat(location.isIn("/backups/")).isTrue();
        assertThat(location.isIn("/back")).isFalse();
    }

    @Test
    void inADirectoryItGetsANameThatNoScheduleGives() {
        var location = SnapshotLocation.of("/backups/", "shop", TIME);

        assertThat(location.text()).isEqualTo("/backups/shop.20261122T030000Z.snapshot");
        assertThat(location.name()).doesNotMatch("shop-\\d{8}T\\d{6}Z\\.snapshot");
    }

    @Test
    void inABucketItKeepsWhatStandsBehindTheQuestionMark() {
        var location =
                SnapshotLocation.of("s3://safe/shop?region=eu&endpoint=http://a:1", "shop", TIME);

        assertThat(location.text())
                .isEqualTo(
                        "s3://safe/shop/shop.20261122T030000Z.snapshot?region=eu&endpoint=http://a:1");
        assertThat(location.parent()).isEqualTo("s3://safe/shop?region=eu&endpoint=http://a:1");
        assertThat(location.directory()).isEmpty();
        assertThat(location).hasToString("s3://safe/shop/shop.20261122T030000Z.snapshot");
        assertThat(SnapshotLocation.of("s3://safe", "shop", TIME).parent()).isEqualTo("s3://safe");
    }

    @Test
    void inARepositoryItsNameIsATagAndAPortOfTheRegistryIsNone() {
        var location = SnapshotLocation.of("oci://a:5000/safe/shop?plain-http=true", "shop", TIME);

        assertThat(location.text())
                .isEqualTo("oci://a:5000/safe/shop:shop.20261122T030000Z.snapshot?plain-http=true");
        assertThat(location.name()).isEqualTo("shop.20261122T030000Z.snapshot");
        assertThat(location.parent()).isEqualTo("oci://a:5000/safe/shop?plain-http=true");
        assertThat(location.directory()).isEmpty();
        assertThat(location.isIn("oci://a:5000/safe/shop/")).isTrue();
        assertThat(location.isIn("oci://a:5000/safe")).isFalse();
        assertThat(SnapshotLocation.of("oci://a:5000/shop:daily", "shop", TIME).name())
                .isEqualTo("daily");
        assertThat(SnapshotLocation.namesOne("oci://a:5000/shop")).isFalse();
    }
}
