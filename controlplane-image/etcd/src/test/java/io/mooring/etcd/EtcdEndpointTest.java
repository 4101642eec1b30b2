package io.mooring.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EtcdEndpointTest {

    @Test
    void theFirstAddressOfSeveralIsDialled() {
        assertThat(parse("https://a:1,https://b:2"))
                .isEqualTo(new EtcdEndpoint.Encrypted("a", 1, Optional.empty(), Optional.empty()));
        assertThat(parse("http://[::1]")).isEqualTo(new EtcdEndpoint.Plain("::1", 2379));
    }

    @Test
    void aSocketIsAPath() {
        assertThat(parse("unix:///run/a b/kine.sock"))
                .isEqualTo(new EtcdEndpoint.Socket(Path.of("/run/a b/kine.sock")));
    }

    @Test
    void whatIsNoAddressIsNamed() {
        assertThatThrownBy(() -> parse("etcd:2379"))
                .hasMessage(
                        "the data store's address 'etcd:2379' is none; write https://HOST:PORT");
    }

    @Test
    void nobodyListeningIsSaidWithThePlace() {
        Path nowhere = Path.of("/nonexistent/kine.sock");

        assertThatThrownBy(() -> EtcdClient.connect(new EtcdEndpoint.Socket(nowhere)))
                .isInstanceOfSatisfying(
                        EtcdFailure.class,
                        e -> assertThat(e.kind()).isEqualTo(EtcdFailure.Kind.UNREACHABLE))
                .hasMessageStartingWith("connecting to the data store at " + nowhere + ": ");
    }

    private static EtcdEndpoint parse(String servers) {
        return EtcdEndpoint.parse(servers, Optional.empty(), Optional.empty());
    }
}
