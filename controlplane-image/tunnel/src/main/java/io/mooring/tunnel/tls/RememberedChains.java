package io.mooring.tunnel.tls;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Verifies chains of client certificates as `verifier` does, and does not verify one again that
/// was good a short time ago: kube-apiserver shows the same certificate with every dial.
/// Thread-safe.
///
/// A chain is forgotten when any of its certificates expires, after [#MEMORY], and with this
/// object, which belongs to one state of the CA file. What was not good is verified each time.
final class RememberedChains extends X509ExtendedTrustManager {
    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final int MAX_CHAINS = 1024;

    private final X509ExtendedTrustManager verifier;
    private final Map<ByteBuffer, Long> goodUntilMillis =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
                            return size() > MAX_CHAINS;
                        }
                    });

    RememberedChains(X509ExtendedTrustManager verifier) {
        this.verifier = verifier;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        var key = digest(chain, type);
        var now = System.currentTimeMillis();
        var until = goodUntilMillis.get(key);
        if (until != null && now < until) {
            return;
        }
        verifier.checkClientTrusted(chain, type, engine);
        goodUntilMillis.remove(key);
        goodUntilMillis.put(key, expiry(chain, now + MEMORY.toMillis()));
    }

    private static ByteBuffer digest(X509Certificate[] chain, String type)
            throws CertificateException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var certificate : chain) {
                var encoded = certificate.getEncoded();
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, encoded.length));
                digest.update(encoded);
            }
            digest.update(type.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new CertificateException("this JDK has no SHA-256", e);
        }
    }

    private static long expiry(X509Certificate[] chain, long latest) {
        var until = latest;
        for (var certificate : chain) {
            until = Math.min(until, certificate.getNotAfter().getTime());
        }
        return until;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        verifier.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        verifier.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        verifier.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        verifier.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        verifier.checkServerTrusted(chain, type, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verifier.getAcceptedIssuers();
    }
}
