package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SnapshotPortsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    s3://safe/shop?region=eu-central-1                     | none
                    s3://safe/shop?endpoint=https://minio                  | none
                    s3://safe/shop?endpoint=https://minio:9000&region=x    | 9000
                    s3://safe/shop?region=x&endpoint=http://minio          | 80
                    s3://safe/shop?endpoint=http://[fd00::1]:9001/         | 9001
                    oci://registry.example.com/team/shop                   | none
                    oci://registry:5000/team/shop                          | 5000
                    oci://registry/shop?chunk-mib=4&plain-http=true        | 80
                    oci://registry/shop?plain-http=false                   | none
                    file:///backups                                        | none
                    """)
    void aSnapshotToBeginWithIsFetchedWhereItsUrlSays(String place, String ports) {
        String url = place.replaceFirst("(\\?|$)", "/a.snapshot$1");

        assertThat(of("restore: {url: '" + url + "'}")).isEqualTo(ports);
    }

    @Test
    void scheduledSnapshotsGoWhereTheirStorageSays() {
        String auto = "auto: {schedule: '@daily', storage: %s}";

        assertThat(
                        of(
                                auto.formatted(
                                        "{type: s3, s3: {url: 's3://safe?endpoint=https://minio:9000'}}")))
                .isEqualTo("9000");
        assertThat(of(auto.formatted("{type: oci, oci: {repository: 'registry:5000/shop'}}")))
                .isEqualTo("5000");
        assertThat(of(auto.formatted("{type: oci, oci: {repository: 'oci://registry:5001/shop'}}")))
                .isEqualTo("5001");
    }

    @Test
    void withoutSnapshotsNothingIsDialled() {
        assertThat(of("auto: {}")).isEqualTo("none");
    }

    /// @param settings of snapshots, besides their encryption
    private static String of(String settings) {
        var yaml =
                "{privateNodes: {enabled: true}, snapshots: {encryption: {secretName: s}, %s}}"
                        .formatted(settings);
        var ports = SnapshotPorts.of(ConfigLoader.load(yaml).config().snapshots());
        return ports.isEmpty()
                ? "none"
                : ports.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
