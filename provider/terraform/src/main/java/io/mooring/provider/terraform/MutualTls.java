package io.mooring.provider.terraform;

import io.mooring.provider.core.Once;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/// Makes sockets that have been accepted into TLS, for one client and nobody else. What that takes
/// is made when it is first needed, so that it is not waited for before Terraform knows the port.
/// Thread-safe.
final class MutualTls extends SSLSocketFactory {
    private final Supplier<SSLSocketFactory> sockets;

    /// @param server what this end proves itself with, maybe still in the making
    MutualTls(CompletableFuture<ServerCertificate> server, OneClient client) {
        this.sockets = new Once<>(() -> sockets(server.join(), client));
    }

    private static SSLSocketFactory sockets(ServerCertificate server, OneClient client) {
        try {
            var certificate =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(server.der()));
            var identity =
                    new OneIdentity((X509Certificate) certificate, server.keys().getPrivate());
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {identity}, new TrustManager[] {client}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException lacking) {
            throw new IllegalStateException("This Java has no TLS.", lacking);
        }
    }

    /// Makes now what the first connection needs.
    void prepare() {
        var _ = sockets.get();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
            throws IOException {
        var secured = (SSLSocket) sockets.get().createSocket(socket, host, port, autoClose);
        secured.setNeedClientAuth(true);
        return secured;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.get().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.get().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw callsNobody();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        throw callsNobody();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw callsNobody();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        throw callsNobody();
    }

    private static IOException callsNobody() {
        return new IOException("a plugin calls no server");
    }
}
