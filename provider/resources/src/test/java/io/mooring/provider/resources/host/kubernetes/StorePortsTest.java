package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StorePortsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    postgres://u:p@db:5433/kine?sslmode=disable          | 5433
                    postgres://u:p@db/kine                               | 5432
                    postgresql://u:p:/@:1@db.example.com:15432/kine      | 15432
                    postgres://u:p@a:5432,b:5433/kine                    | 5432 5433
                    postgres://u:p@[fd00::1]:6000/kine                   | 6000
                    postgres://u:p@[fd00::1]/kine                        | 5432
                    postgres://u:p@/kine?host=db&port=7000               | 7000
                    postgres://u:p@/kine?host=/var/run/postgresql        | none
                    postgres://u:p@%2Fvar%2Frun/kine                     | none
                    mysql://u:p@tcp(db:3307)/kine                        | 3307
                    mysql://u:p@)@tcp(db)/kine?tls=true                  | 3306
                    mysql://u:p@tcp([fd00::1]:3307)/kine                 | 3307
                    mysql://u:p@unix(/run/mysqld/mysqld.sock)/kine       | none
                    nats://u:p@queue                                     | 4222
                    sqlite:///data/state.db                              | none
                    """)
    void aDatabaseIsDialledWhereItsSourceSays(String source, String ports) {
        assertThat(ofStore("{database: {external: {enabled: true, dataSource: '" + source + "'}}}"))
                .isEqualTo(ports);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://etcd:2379                       | 2379
                    https://a:2379,https://b:12379/         | 2379 12379
                    https://etcd                            | 443
                    """)
    void anEtcdIsDialledWhereItsEndpointsSay(String endpoint, String ports) {
        assertThat(ofStore("{etcd: {external: {enabled: true, endpoint: '" + endpoint + "'}}}"))
                .isEqualTo(ports);
    }

    @Test
    void aStoreBesideTheControlPlaneIsNotDialled() {
        assertThat(ofStore("{}")).isEqualTo("none");
        assertThat(ofStore("{etcd: {embedded: {enabled: true}}}")).isEqualTo("none");
    }

    private static String ofStore(String store) {
        var yaml = "{privateNodes: {enabled: true}, controlPlane: {backingStore: " + store + "}}";
        Set<Integer> ports =
                StorePorts.of(ConfigLoader.load(yaml).config().controlPlane().backingStore());
        return ports.isEmpty()
                ? "none"
                : ports.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
