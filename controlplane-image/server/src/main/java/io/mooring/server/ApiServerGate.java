package io.mooring.server;

import io.mooring.pki.CertificateNames;
import io.mooring.pki.PkiException;
import io.mooring.pki.ServerIdentity;
import io.mooring.syncer.kubelet.Gate;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Lets kube-apiserver in, and nobody else whom the cluster's authorities have certified: by the
/// certificate that it shows to kubelets, or that it shows to other API servers for whom it asks,
/// under TLS 1.2 or newer.
///
/// A renewed certificate is in use at once: the files are looked at for each call, and read when
/// they are others than before. Thread-safe.
final class ApiServerGate implements Gate {

    private final Path pki;
    private final String authority;
    private final String caller;
    // guarded by this
    private @Nullable Made made;

    /// @param files which they were, and when each was written
    private record Made(Map<Path, Object> files, SSLContext context) {}

    private ApiServerGate(Path pki, String authority, String caller) {
        this.pki = pki;
        this.authority = authority;
        this.caller = caller;
    }

    /// For what kubelets are asked.
    ///
    /// @param pki where the certificates of the control plane are
    static ApiServerGate ofKubelets(Path pki) {
        return new ApiServerGate(pki, "ca.crt", "kube-apiserver-kubelet-client");
    }

    /// For what another API server is asked.
    static ApiServerGate ofApis(Path pki) {
        return new ApiServerGate(pki, "front-proxy-ca.crt", "front-proxy-client");
    }

    @Override
    public Socket admit(Socket dialled) throws IOException {
        SSLSocket socket = hear(dialled);
        if (isApiServer(socket)) {
            return socket;
        }
        socket.close();
        throw new SSLPeerUnverifiedException("whoever called is not kube-apiserver");
    }

    /// Lets in whoever shows no certificate too, but none with that of others than the authority's.
    SSLSocket hear(Socket dialled) throws IOException {
        var socket = (SSLSocket) context().getSocketFactory().createSocket(dialled, null, true);
        socket.setUseClientMode(false);
        socket.setWantClientAuth(true);
        socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.startHandshake();
        return socket;
    }

    /// @param heard what [#hear] returned
    boolean isApiServer(Socket heard) {
        try {
            return heard instanceof SSLSocket socket
                    && socket.getSession().getPeerCertificates()[0]
                            instanceof X509Certificate certificate
                    && CertificateNames.of(certificate).commonNames().equals(List.of(caller));
        } catch (SSLPeerUnverifiedException _) {
            return false;
        }
    }

    private synchronized SSLContext context() throws IOException {
        // before they are read: what is written meanwhile is read at the next call
        Map<Path, Object> files = files();
        Made last = made;
        if (last == null || !last.files().equals(files)) {
            last = new Made(files, newContext());
            made = last;
        }
        return last.context();
    }

    private Map<Path, Object> files() throws IOException {
        var files = new HashMap<Path, Object>();
        for (Path file : List.of(certificate(), key(), authority())) {
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            files.put(file, Arrays.asList(now.lastModifiedTime(), now.fileKey(), now.size()));
        }
        return files;
    }

    private Path certificate() {
        return pki.resolve("tunnel.crt");
    }

    private Path key() {
        return pki.resolve("tunnel.key");
    }

    private Path authority() {
        return pki.resolve(authority);
    }

    private SSLContext newContext() throws IOException {
        try {
            var identity = ServerIdentity.read(certificate(), key());
            var password = new char[0];
            KeyStore own = store();
            own.setKeyEntry(
                    "own", identity.key(), password, new Certificate[] {identity.certificate()});
            var keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, password);
            KeyStore trusted = store();
            trusted.setCertificateEntry("ca", ServerIdentity.authority(authority()));
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            // a second: whoever calls again proves again who it is
            context.getServerSessionContext().setSessionTimeout(1);
            return context;
        } catch (GeneralSecurityException | PkiException e) {
            throw new IOException(
                    "setting TLS up for calls of kube-apiserver: " + e.getMessage(), e);
        }
    }

    private static KeyStore store() throws IOException, GeneralSecurityException {
        // of the kinds that hold keys in memory, this one does not encrypt them at great length
        var store = KeyStore.getInstance("JKS");
        store.load(null, null);
        return store;
    }
}
