package io.mooring.pki;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Brings the PKI of a control plane to the state its spec asks for.
///
/// Makes what is missing, makes leaves anew whose content changed or that end within 90 days, and
/// leaves authorities and service-account keys that exist alone. Running it twice changes nothing
/// the second time. A crash in between leaves a state the next run completes. Not for use by two
/// processes at once.
public final class ClusterPki {
    public static final String JOIN_SERVER_NAME = "join.mooring.internal";
    private static final String ADMINS = "kubeadm:cluster-admins";
    private static final LeafSpec ADMINISTRATOR = LeafSpec.client("kubernetes-admin", ADMINS);
    private static final String STORE_MEMBER = "etcd-member";

    private final Path pkiDir;
    private final Path kubeconfigDir;
    private final PkiSpec spec;
    private final Issuer issuer;
    private final Clock clock;
    private final AuthorityFiles authorities;
    private final Set<String> created = new HashSet<>();
    private final Set<String> reissued = new HashSet<>();

    private ClusterPki(Path pkiDir, Path kubeconfigDir, PkiSpec spec, Clock clock) {
        this.pkiDir = pkiDir;
        this.kubeconfigDir = kubeconfigDir;
        this.spec = spec;
        this.clock = clock;
        this.issuer = new Issuer(clock);
        this.authorities = new AuthorityFiles(pkiDir, issuer, created::add);
    }

    /// Makes what is missing or does not fit any more.
    ///
    /// @return what was made, so that only the processes that use it are started again
    /// @throws PkiException if files that exist contradict each other
    public static RotationReport ensure(
            Path pkiDir, Path kubeconfigDir, PkiSpec spec, Clock clock) {
        return new ClusterPki(pkiDir, kubeconfigDir, spec, clock).ensure();
    }

    /// Whether a kubeconfig is the administrator's of this cluster, whichever replica has issued
    /// it, and does not end soon.
    ///
    /// @param pkiDir with the authority
    public static boolean isAdministrators(
            String kubeconfig, Path pkiDir, PkiSpec spec, Clock clock) {
        var pki = new ClusterPki(pkiDir, pkiDir, spec, clock);
        return Kubeconfig.upToDate(
                kubeconfig,
                spec.clusterName(),
                exposed(spec),
                ADMINISTRATOR,
                pki.authorities.cluster(),
                clock);
    }

    private static String exposed(PkiSpec spec) {
        return "https://" + spec.exposedEndpoint();
    }

    private RotationReport ensure() {
        SecureFiles.directory(pkiDir);
        SecureFiles.directory(kubeconfigDir);
        var ca = authorities.cluster();
        var frontProxyCa = authorities.frontProxy();
        authorities.serviceAccountKeys();
        leaf("apiserver", ca, LeafSpec.server("kube-apiserver", apiServerNames()));
        leaf(
                "apiserver-kubelet-client",
                ca,
                LeafSpec.client("kube-apiserver-kubelet-client", ADMINS));
        leaf("front-proxy-client", frontProxyCa, LeafSpec.client("front-proxy-client"));
        leaf("tunnel", ca, LeafSpec.server("mooring-tunnel", apiServerNames()));
        leaf(
                "join",
                ca,
                LeafSpec.server("mooring-join", List.of(JOIN_SERVER_NAME, spec.exposedHost())));
        if (!spec.storeNames().isEmpty()) {
            leaf(STORE_MEMBER, authorities.store(), LeafSpec.peer(STORE_MEMBER, spec.storeNames()));
        }
        kubeconfigs(ca);
        return new RotationReport(created, reissued);
    }

    private void kubeconfigs(Authority ca) {
        var local = "https://" + spec.localEndpoint();
        kubeconfig("admin.conf", ca, exposed(spec), ADMINISTRATOR);
        kubeconfig("server.conf", ca, local, LeafSpec.client("mooring-server", "system:masters"));
        kubeconfig(
                "controller-manager.conf",
                ca,
                local,
                LeafSpec.client("system:kube-controller-manager"));
        kubeconfig("scheduler.conf", ca, local, LeafSpec.client("system:kube-scheduler"));
        if (spec.dns()) {
            kubeconfig("coredns.conf", ca, local, LeafSpec.client("system:coredns"));
        } else {
            SecureFiles.delete(kubeconfigDir.resolve("coredns.conf"));
        }
    }

    private List<String> apiServerNames() {
        var names = new ArrayList<>(List.of("localhost", "127.0.0.1", spec.serviceIp()));
        service(names, "kubernetes", "default");
        service(names, "konnectivity", "kube-system");
        names.add(spec.exposedHost());
        names.addAll(spec.sans());
        return names;
    }

    private void service(List<String> names, String service, String namespace) {
        names.add(service);
        names.add(service + "." + namespace);
        names.add(service + "." + namespace + ".svc");
        names.add(service + "." + namespace + ".svc." + spec.clusterDomain());
    }

    private void leaf(String name, Authority ca, LeafSpec leaf) {
        var keyFile = pkiDir.resolve(name + ".key");
        var certFile = pkiDir.resolve(name + ".crt");
        var keyText = SecureFiles.read(keyFile);
        var certText = SecureFiles.read(certFile);
        if (keyText.isPresent() && certText.isPresent()) {
            var certificate = Pem.certificate(certText.get(), certFile.toString());
            var key = Pem.privateKey(keyText.get(), keyFile.toString());
            Inspection.requireMatch(certificate.getPublicKey(), key, certFile, keyFile);
            if (Inspection.upToDate(certificate, leaf, ca, clock)) {
                return;
            }
        }
        var pair = issuer.newKey();
        // the old certificate goes first: a crash leaves a lone key, which the next run replaces
        SecureFiles.delete(certFile);
        SecureFiles.write(keyFile, Pem.of(pair.getPrivate()));
        SecureFiles.write(certFile, Pem.of(issuer.leaf(ca, leaf, pair.getPublic())));
        (certText.isPresent() ? reissued : created).add(name);
    }

    private void kubeconfig(String name, Authority ca, String server, LeafSpec leaf) {
        var file = kubeconfigDir.resolve(name);
        var text = SecureFiles.read(file);
        if (text.isPresent()
                && Kubeconfig.upToDate(text.get(), spec.clusterName(), server, leaf, ca, clock)) {
            return;
        }
        var pair = issuer.newKey();
        var certificate = issuer.leaf(ca, leaf, pair.getPublic());
        SecureFiles.write(
                file,
                Kubeconfig.render(
                        spec.clusterName(), server, leaf.commonName(), ca, certificate, pair));
        (text.isPresent() ? reissued : created).add(name);
    }
}
