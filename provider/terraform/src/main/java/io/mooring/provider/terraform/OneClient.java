package io.mooring.provider.terraform;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Lets in who has that one certificate, and nobody else: the process that started this one made it
/// for the two of them.
final class OneClient extends X509ExtendedTrustManager {
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", Pattern.DOTALL);

    private final byte[] known;

    private OneClient(byte[] known) {
        this.known = known;
    }

    /// Who has this certificate, which is compared and never read.
    static OneClient with(String pem) throws CertificateException {
        var text = PEM.matcher(pem);
        if (!text.find()) {
            throw new CertificateException("no certificate in PEM");
        }
        try {
            return new OneClient(Base64.getMimeDecoder().decode(text.group(1)));
        } catch (IllegalArgumentException malformed) {
            throw new CertificateException(malformed.getMessage(), malformed);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        if (chain.length == 0 || !Arrays.equals(chain[0].getEncoded(), known)) {
            throw new CertificateException("not the client that started this plugin");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("a plugin calls no server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
