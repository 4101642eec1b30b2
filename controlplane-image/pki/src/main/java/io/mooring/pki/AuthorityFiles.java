package io.mooring.pki;

import java.nio.file.Path;
import java.util.function.Consumer;

/// The authorities of a control plane and its service-account keys, in one directory. What exists
/// is left alone, what is missing is made.
final class AuthorityFiles {

    private final Path pkiDir;
    private final Issuer issuer;
    private final Consumer<String> created;

    /// @param created told the name of each that was made
    AuthorityFiles(Path pkiDir, Issuer issuer, Consumer<String> created) {
        this.pkiDir = pkiDir;
        this.issuer = issuer;
        this.created = created;
    }

    Authority cluster() {
        return authority("ca", "kubernetes");
    }

    Authority frontProxy() {
        return authority("front-proxy-ca", "front-proxy-ca");
    }

    /// Of the data store's members alone: what it signs may read and write everything.
    Authority store() {
        return authority("etcd-ca", "etcd-ca");
    }

    private Authority authority(String name, String commonName) {
        var keyFile = pkiDir.resolve(name + ".key");
        var certFile = pkiDir.resolve(name + ".crt");
        var keyText = SecureFiles.read(keyFile);
        var certText = SecureFiles.read(certFile);
        if (keyText.isEmpty() && certText.isPresent()) {
            throw new PkiException(
                    certFile
                            + " exists but its key "
                            + keyFile
                            + " does not; restore the key from a backup (a new authority would cut"
                            + " off every node and every kubeconfig)",
                    null);
        }
        if (keyText.isPresent() && certText.isPresent()) {
            var certificate = Pem.certificate(certText.get(), certFile.toString());
            var key = Pem.privateKey(keyText.get(), keyFile.toString());
            Inspection.requireMatch(certificate.getPublicKey(), key, certFile, keyFile);
            return new Authority(certificate, key);
        }
        return newAuthority(name, commonName, keyFile, certFile);
    }

    private Authority newAuthority(String name, String commonName, Path keyFile, Path certFile) {
        if (SecureFiles.read(keyFile).isPresent()) {
            // only a crash between the two writes of this method leaves a key alone, and then
            // nothing is signed by it
            SecureFiles.delete(keyFile);
        }
        var pair = issuer.newKey();
        var certificate = issuer.selfSigned(commonName, pair.getPublic(), pair.getPrivate());
        SecureFiles.write(keyFile, Pem.of(pair.getPrivate()));
        SecureFiles.write(certFile, Pem.of(certificate));
        created.accept(name);
        return new Authority(certificate, pair.getPrivate());
    }

    void serviceAccountKeys() {
        var keyFile = pkiDir.resolve("sa.key");
        var publicFile = pkiDir.resolve("sa.pub");
        var publicText = SecureFiles.read(publicFile);
        var keyText = SecureFiles.read(keyFile);
        if (publicText.isPresent() && keyText.isPresent()) {
            Pem.privateKey(keyText.get(), keyFile.toString());
            return;
        }
        if (publicText.isPresent()) {
            throw new PkiException(
                    publicFile
                            + " exists but its key "
                            + keyFile
                            + " does not; restore the key from a backup (a new one would make every"
                            + " service account's token invalid)",
                    null);
        }
        var pair = issuer.newKey();
        SecureFiles.write(keyFile, Pem.of(pair.getPrivate()));
        SecureFiles.write(publicFile, Pem.of(pair.getPublic()));
        created.accept("sa");
    }
}
