package io.mooring.kube;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/// How an API server is dialled without an HTTP client in between: TLS and identity as the
/// kubeconfig has them as data. Programs that give tokens, and proxies, are not used.
record ApiDial(String base, KubeconfigTls tls, boolean anyName, Optional<Secret> token) {

    static ApiDial of(String base, Config config, KubeconfigTls tls) {
        return new ApiDial(
                base,
                tls,
                config.isTrustCerts(),
                Optional.ofNullable(config.getAutoOAuthToken()).map(Secret::new));
    }

    /// Sends the request, which has no body.
    RawConnection open(String method, String path, List<HttpHead.Field> fields, Duration limit)
            throws IOException {
        var address = URI.create(base);
        boolean secure = "https".equals(address.getScheme());
        int port = address.getPort() > 0 ? address.getPort() : secure ? 443 : 80;
        var host = String.valueOf(address.getHost()).replaceAll("[\\[\\]]", "");
        int millis = Math.toIntExact(limit.toMillis());
        var dialled = new Socket();
        try {
            dialled.connect(new InetSocketAddress(host, port), millis);
            dialled.setTcpNoDelay(true);
            dialled.setKeepAlive(true);
            var socket = secure ? secured(dialled, host, port, millis) : dialled;
            socket.getOutputStream().write(head(address, method, path, fields).bytes());
            return new RawConnection(dialled, socket);
        } catch (IOException | RuntimeException e) {
            dialled.close();
            throw e;
        }
    }

    private SSLSocket secured(Socket dialled, String host, int port, int millis)
            throws IOException {
        var socket = (SSLSocket) tls.sockets().createSocket(dialled, host, port, true);
        var parameters = CheapCiphers.first();
        if (!anyName) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(millis);
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    private HttpHead head(URI address, String method, String path, List<HttpHead.Field> fields) {
        var all = new ArrayList<HttpHead.Field>();
        all.add(new HttpHead.Field("Host", String.valueOf(address.getRawAuthority())));
        token.ifPresent(
                secret -> all.add(new HttpHead.Field("Authorization", "Bearer " + secret.value())));
        if (method.equals("POST")) {
            all.add(new HttpHead.Field("Content-Length", "0"));
        }
        all.addAll(fields);
        var line = method + " " + String.valueOf(address.getRawPath()) + path + " HTTP/1.1";
        return new HttpHead(line, all);
    }
}
