package io.mooring.server;

import io.mooring.tunnel.PortRouter;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;

/// A program of its own, for a network namespace of its own: a control plane whose certificates were
/// issued 300 days ago finds that out, while it runs. Prints one line for each thing it sees.
///
///     RotationRehearsal CONFIG DATA_DIR BIN_DIR
final class RotationRehearsal {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private RotationRehearsal() {}

    /// Begins in the past, so that all certificates hold both now and then.
    private static final class JumpingClock extends Clock {
        private volatile Duration behind = Duration.ofDays(300);

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().minus(behind);
        }
    }

    public static void main(String[] arguments) throws Exception {
        var clock = new JumpingClock();
        var options =
                new ServerOptions(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        Path.of("nodes"),
                        Optional.of("rotating"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty());
        try (var controlPlane = ControlPlane.start(options, clock)) {
            var old = serial("");
            var oldJoin = serial(PortRouter.JOIN_SERVER_NAME);
            controlPlane.rotate();
            System.out.println("young certificates kept: " + serial("").equals(old));

            clock.behind = Duration.ZERO;
            controlPlane.rotate();
            System.out.println("API's renewed: " + await(() -> !serial("").equals(old)));
            System.out.println(
                    "join endpoint's renewed: "
                            + await(() -> !serial(PortRouter.JOIN_SERVER_NAME).equals(oldJoin)));
            System.out.println("ready again: " + await(RotationRehearsal::ready));
        }
    }

    /// Asked again as long as it fails: it may be restarting.
    private static boolean await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(condition);
        return true;
    }

    private static boolean ready() throws Exception {
        var url = URI.create("http://127.0.0.1:9443/readyz").toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setReadTimeout(5000);
        return connection.getResponseCode() == 200;
    }

    /// Of the certificate that the exposed port shows to whoever asks for that name.
    private static BigInteger serial(String name) throws Exception {
        var trustAll = SSLContext.getInstance("TLS");
        trustAll.init(null, new TrustManager[] {new Anyone()}, null);
        try (var socket = (SSLSocket) trustAll.getSocketFactory().createSocket("127.0.0.1", 8443)) {
            socket.setSoTimeout(5000);
            if (!name.isEmpty()) {
                var parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(name)));
                socket.setSSLParameters(parameters);
            }
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSerialNumber();
        }
    }

    /// It is the serial number that is looked at.
    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
