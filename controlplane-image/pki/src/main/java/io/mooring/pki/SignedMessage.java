package io.mooring.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.jspecify.annotations.Nullable;

/// A PKCS#7 (CMS) message that holds what was signed, and one signature by an RSA key with a hash
/// of the SHA-2 family. Immutable.
///
/// It says who may have signed and whether a certificate's key did; whom to trust is the caller's.
/// Hashes are found by the names that senders give them: Azure calls its hash by the name of a
/// signature, which general readers of such messages do not understand.
public final class SignedMessage {
    private static final int MAX_CERTIFICATES = 10;
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final Map<String, String> HASHES =
            Map.of(
                    "2.16.840.1.101.3.4.2.1", "SHA256",
                    "2.16.840.1.101.3.4.2.2", "SHA384",
                    "2.16.840.1.101.3.4.2.3", "SHA512",
                    "1.2.840.113549.1.1.11", "SHA256",
                    "1.2.840.113549.1.1.12", "SHA384",
                    "1.2.840.113549.1.1.13", "SHA512");

    private final byte[] content;
    private final List<X509Certificate> certificates;
    private final SignerInfo signer;
    private final String hash;

    private SignedMessage(
            byte[] content, List<X509Certificate> certificates, SignerInfo signer, String hash) {
        this.content = content;
        this.certificates = List.copyOf(certificates);
        this.signer = signer;
        this.hash = hash;
    }

    /// Reads a message that nobody vouches for yet.
    ///
    /// @throws IllegalArgumentException with what is wrong, whatever the bytes are
    public static SignedMessage parse(byte[] der) {
        try (var in = new ASN1InputStream(der, true)) {
            var object = in.readObject();
            if (object == null || in.read() >= 0) {
                throw new IllegalArgumentException("it is not one PKCS#7 message");
            }
            var info = ContentInfo.getInstance(object);
            if (!info.getContentType().equals(CMSObjectIdentifiers.signedData)) {
                throw new IllegalArgumentException("it is not a signed PKCS#7 message");
            }
            return of(SignedData.getInstance(info.getContent()));
        } catch (IOException
                | ClassCastException
                | IllegalStateException
                | NullPointerException e) {
            throw new IllegalArgumentException("it is not a PKCS#7 message", e);
        }
    }

    private static SignedMessage of(SignedData data) throws IOException {
        var signers = data.getSignerInfos();
        if (signers.size() != 1) {
            throw new IllegalArgumentException(
                    "it has %d signatures, and should have one".formatted(signers.size()));
        }
        if (!(data.getEncapContentInfo().getContent() instanceof ASN1OctetString octets)) {
            throw new IllegalArgumentException("it does not hold what was signed");
        }
        var signer = SignerInfo.getInstance(signers.getObjectAt(0));
        var name = signer.getDigestAlgorithm().getAlgorithm().getId();
        var hash = Optional.ofNullable(HASHES.get(name));
        var key = signer.getDigestEncryptionAlgorithm().getAlgorithm().getId();
        if (hash.isEmpty()
                || !(key.equals(RSA) || hash.equals(Optional.ofNullable(HASHES.get(key))))) {
            throw new IllegalArgumentException(
                    "it is signed by %s and %s; only RSA with SHA-256, SHA-384 or SHA-512 is taken"
                            .formatted(name, key));
        }
        return new SignedMessage(
                octets.getOctets(), certificates(data.getCertificates()), signer, hash.get());
    }

    private static List<X509Certificate> certificates(@Nullable ASN1Set set) throws IOException {
        var read = new ArrayList<X509Certificate>();
        if (set == null) {
            return read;
        }
        if (set.size() > MAX_CERTIFICATES) {
            throw new IllegalArgumentException(
                    "it holds more than %d certificates".formatted(MAX_CERTIFICATES));
        }
        for (ASN1Encodable each : set) {
            read.add(CertificateReader.der(each.toASN1Primitive().getEncoded(ASN1Encoding.DER)));
        }
        return read;
    }

    /// What was signed, if it was.
    public byte[] content() {
        return content.clone();
    }

    /// The certificates that came with it, in no order. Nothing is known of them but that they are
    /// readable.
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /// Whether the key of this certificate made the signature, over just this content.
    public boolean signedBy(X509Certificate certificate) {
        try {
            var signed = signer.getAuthenticatedAttributes();
            if (signed != null && !tellsOfContent(new AttributeTable(signed))) {
                return false;
            }
            var signature = Signature.getInstance(hash + "withRSA");
            signature.initVerify(certificate.getPublicKey());
            signature.update(signed == null ? content : signed.getEncoded(ASN1Encoding.DER));
            return signature.verify(signer.getEncryptedDigest().getOctets());
        } catch (GeneralSecurityException | IOException | IllegalArgumentException _) {
            return false;
        }
    }

    /// Where attributes are signed in place of the content, they must say what the content is.
    private boolean tellsOfContent(AttributeTable attributes) throws GeneralSecurityException {
        var digests = attributes.getAll(CMSAttributes.messageDigest);
        if (digests.size() != 1) {
            return false;
        }
        var values = Attribute.getInstance(digests.get(0)).getAttrValues();
        if (values.size() != 1 || !(values.getObjectAt(0) instanceof ASN1OctetString told)) {
            return false;
        }
        var digest = MessageDigest.getInstance(hash.replace("SHA", "SHA-")).digest(content);
        return MessageDigest.isEqual(digest, told.getOctets());
    }
}
