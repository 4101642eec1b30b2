package io.mooring.etcd;

import io.mooring.pki.ClientIdentity;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;

/// TLS with a store elsewhere, whose name must be in its certificate.
final class StoreTls {

    private StoreTls() {}

    static SslHandler handler(EtcdEndpoint.Encrypted endpoint) {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.JDK)
                            .endpointIdentificationAlgorithm("HTTPS")
                            .applicationProtocolConfig(
                                    new ApplicationProtocolConfig(
                                            Protocol.ALPN,
                                            SelectorFailureBehavior.NO_ADVERTISE,
                                            SelectedListenerFailureBehavior.ACCEPT,
                                            ApplicationProtocolNames.HTTP_2));
            endpoint.caFile().ifPresent(file -> builder.trustManager(file.toFile()));
            endpoint.identity()
                    .map(files -> ClientIdentity.read(files.certificate(), files.key()))
                    .ifPresent(identity ->
                            builder.keyManager(
                                    identity.key(),
                                    identity.chain().toArray(X509Certificate[]::new)));
            return builder.build()
                    .newHandler(UnpooledByteBufAllocator.DEFAULT, endpoint.host(), endpoint.port());
        } catch (SSLException | IllegalArgumentException e) {
            throw new EtcdFailure(
                    EtcdFailure.Kind.UNREACHABLE,
                    "the files for TLS with the data store cannot be used: " + e.getMessage(),
                    e);
        }
    }
}
