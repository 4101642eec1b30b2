package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class ListeningTest {

    @Test
    void whereNobodyListensAnyMoreItIsRefused() throws IOException {
        String endpoint;
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            endpoint = "https://127.0.0.1:" + listener.getLocalPort();

            assertThat(Listening.isRefused(endpoint)).isFalse();
        }

        assertThat(Listening.isRefused(endpoint)).isTrue();
    }

    @Test
    void whatHasNoAddressFromHereIsNotTakenForRefused() {
        assertThat(Listening.isRefused("https://api.invalid")).isFalse();
    }
}
