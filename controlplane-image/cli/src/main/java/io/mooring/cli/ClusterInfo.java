package io.mooring.cli;

import io.mooring.kube.KubeClient;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.pki.CaHash;
import io.mooring.pki.PkiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `kube-public/cluster-info` tells a machine that wants to join: where, and whom to trust.
record ClusterInfo(String endpoint, String caHash) {

    private static final Pattern SERVER = Pattern.compile("server:\\s*\"?https://([^\\s\"]+)");
    private static final Pattern AUTHORITY =
            Pattern.compile("certificate-authority-data:\\s*\"?([A-Za-z0-9+/=]+)");

    static ClusterInfo read(KubeClient kube) {
        return parse(
                kube.get(ObjectRef.of(ResourceKind.CONFIG_MAP, "kube-public", "cluster-info"))
                        .text("data", "kubeconfig")
                        .orElseThrow(() ->
                                new CliException("kube-public/cluster-info has no kubeconfig")));
    }

    static ClusterInfo parse(String kubeconfig) {
        return new ClusterInfo(first(SERVER, kubeconfig), caHash(first(AUTHORITY, kubeconfig)));
    }

    String kubeadmJoin(String token) {
        return "kubeadm join %s --token %s --discovery-token-ca-cert-hash %s"
                .formatted(endpoint, token, caHash);
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
            return CaHash.ofPem(new String(pem, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException | PkiException e) {
            throw new CliException(
                    "the authority in kube-public/cluster-info cannot be read: " + e.getMessage());
        }
    }
}
