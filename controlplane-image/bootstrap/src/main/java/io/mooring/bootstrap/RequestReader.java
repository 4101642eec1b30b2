package io.mooring.bootstrap;

import io.mooring.kube.KubeObject;
import io.mooring.pki.CertificateRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads a CertificateSigningRequest object into what the rules look at.
final class RequestReader {
    private RequestReader() {}

    /// @throws IllegalArgumentException if it holds no readable PKCS#10 request
    static ApprovalRules.Request read(KubeObject object) {
        var pem =
                new String(
                        Base64.getDecoder().decode(object.text("spec", "request").orElse("")),
                        StandardCharsets.UTF_8);
        var request = CertificateRequest.parse(pem);
        return new ApprovalRules.Request(
                object.text("spec", "signerName").orElse(""),
                object.text("spec", "username").orElse(""),
                texts(object, "groups"),
                texts(object, "usages"),
                request.commonNames(),
                request.organizations(),
                Set.copyOf(request.dnsNames()),
                Set.copyOf(request.ipAddresses()),
                !request.otherNames().isEmpty());
    }

    static boolean byNodeOrToken(KubeObject object) {
        var user = object.text("spec", "username").orElse("");
        return user.startsWith("system:bootstrap:") || NodeNames.ofUser(user).isPresent();
    }

    private static Set<String> texts(KubeObject object, String field) {
        return object.list("spec", field).stream().map(String::valueOf).collect(Collectors.toSet());
    }
}
