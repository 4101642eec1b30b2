package io.mooring.cli;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `kubeadm join` with what cluster-info says of the endpoint and the authority.
final class JoinCommands {

    private static final Pattern SERVER = Pattern.compile("server:\\s*\"?https://([^\\s\"]+)");
    private static final Pattern AUTHORITY =
            Pattern.compile("certificate-authority-data:\\s*\"?([A-Za-z0-9+/=]+)");

    private JoinCommands() {}

    static String kubeadm(String clusterInfo, String token) {
        return "kubeadm join %s --token %s --discovery-token-ca-cert-hash %s"
                .formatted(first(SERVER, clusterInfo), token, caHash(first(AUTHORITY, clusterInfo)));
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new CliException("kube-public/cluster-info lacks " + pattern.pattern());
        }
        return matcher.group(1);
    }

    private static String caHash(String base64Pem) {
        try {
            byte[] pem = Base64.getDecoder().decode(base64Pem);
            var certificate =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new java.io.ByteArrayInputStream(pem));
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (CertificateException | NoSuchAlgorithmException e) {
            throw new CliException("the authority in kube-public/cluster-info cannot be read: " + e);
        }
    }
}
