package io.mooring.pki;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/// What a PKCS#10 request asks for.
///
/// @param commonNames all of them: a request with two is to be refused, not to be read by its first
/// @param otherNames subject alternative names that are neither DNS names nor IP addresses, as text
///   for messages
public record CertificateRequest(
        List<String> commonNames,
        List<String> organizations,
        List<String> dnsNames,
        List<String> ipAddresses,
        List<String> otherNames) {
    private static final int MAX_PEM_CHARACTERS = 64 * 1024;

    public CertificateRequest {
        commonNames = List.copyOf(commonNames);
        organizations = List.copyOf(organizations);
        dnsNames = List.copyOf(dnsNames);
        ipAddresses = List.copyOf(ipAddresses);
        otherNames = List.copyOf(otherNames);
    }

    /// Reads a request and checks its signature.
    ///
    /// @throws IllegalArgumentException if the text is no PEM request or its signature does not fit
    ///   its key
    public static CertificateRequest parse(String pem) {
        if (pem.length() > MAX_PEM_CHARACTERS) {
            throw new IllegalArgumentException("the certificate request is too long");
        }
        try (var parser = new PEMParser(new StringReader(pem))) {
            if (!(parser.readObject() instanceof PKCS10CertificationRequest request)) {
                throw new IllegalArgumentException("this is not a PEM certificate request");
            }
            var verifier =
                    new JcaContentVerifierProviderBuilder()
                            .build(request.getSubjectPublicKeyInfo());
            if (!request.isSignatureValid(verifier)) {
                throw new IllegalArgumentException(
                        "the certificate request is not signed by the key it names");
            }
            return read(request);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (IOException | OperatorCreationException | PKCSException | RuntimeException e) {
            // the parser throws many kinds of exceptions at hostile input
            throw new IllegalArgumentException("this certificate request is not readable", e);
        }
    }

    private static CertificateRequest read(PKCS10CertificationRequest request) {
        var dns = new ArrayList<String>();
        var ips = new ArrayList<String>();
        var others = new ArrayList<String>();
        var extensions = request.getRequestedExtensions();
        var names =
                extensions == null
                        ? null
                        : org.bouncycastle.asn1.x509.GeneralNames.fromExtensions(
                                extensions, Extension.subjectAlternativeName);
        for (var name : names == null ? new GeneralName[0] : names.getNames()) {
            switch (name.getTagNo()) {
                case GeneralName.dNSName -> dns.add(name.getName().toString());
                case GeneralName.iPAddress -> ips.add(address(name));
                default -> others.add(name.toString());
            }
        }
        return new CertificateRequest(
                Inspection.values(request.getSubject(), BCStyle.CN),
                Inspection.values(request.getSubject(), BCStyle.O),
                dns,
                ips,
                others);
    }

    private static String address(GeneralName name) {
        try {
            var octets = org.bouncycastle.asn1.ASN1OctetString.getInstance(name.getName());
            return java.net.InetAddress.getByAddress(octets.getOctets()).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(
                    "an IP address in the request has a wrong length", e);
        }
    }
}
