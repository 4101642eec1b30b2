package io.mooring.tunnel.testkit;

import io.mooring.tunnel.tls.TlsFiles;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A CA and a server certificate for loopback, made with openssl.
public record TestCertificates(Path directory) {
    public static TestCertificates in(Path directory) throws IOException, InterruptedException {
        var made = new TestCertificates(Files.createDirectories(directory));
        made.openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test-ca"
                        + " -keyout ca.key -out ca.crt");
        Files.writeString(
                directory.resolve("ext"),
                "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:join.mooring.internal\n");
        made.openssl(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server"
                        + " -keyout server.key -out server.csr");
        made.openssl(
                "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2"
                        + " -extfile ext -out server.crt");
        made.openssl(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=client"
                        + " -keyout client.key -out client.csr");
        made.openssl(
                "x509 -req -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2"
                        + " -out client.crt");
        return made;
    }

    public Path ca() {
        return directory.resolve("ca.crt");
    }

    public TlsFiles server() {
        return TlsFiles.withoutClientCa(
                directory.resolve("server.crt"), directory.resolve("server.key"));
    }

    /// The server's files, for a listener that asks its clients for a certificate.
    public TlsFiles mutual() {
        return TlsFiles.withClientCa(server().certificate(), server().key(), ca());
    }

    public Path clientCertificate() {
        return directory.resolve("client.crt");
    }

    public Path clientKey() {
        return directory.resolve("client.key");
    }

    /// What a client with the client certificate connects with.
    public SslContext client(String... protocols) throws IOException {
        var builder =
                SslContextBuilder.forClient()
                        .trustManager(ca().toFile())
                        .keyManager(clientCertificate().toFile(), clientKey().toFile());
        if (protocols.length > 0) {
            builder.applicationProtocolConfig(
                    new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            protocols));
        }
        return builder.build();
    }

    /// The same for the JDK's sockets.
    public SSLContext clientSockets() throws IOException, GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(ca())) {
            trusted.setCertificateEntry("ca", factory.generateCertificate(in));
        }
        var pem = Files.readString(clientKey()).replaceAll("-----[^-]*-----", "");
        var der = Base64.getMimeDecoder().decode(pem);
        var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        try (var in = Files.newInputStream(clientCertificate())) {
            var chain = factory.generateCertificates(in).toArray(Certificate[]::new);
            own.setKeyEntry("client", key, new char[0], chain);
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    public void openssl(String arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        var process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("openssl " + arguments + ": " + output);
        }
    }
}
