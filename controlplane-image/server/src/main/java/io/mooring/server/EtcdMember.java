package io.mooring.server;

import io.mooring.api.BackingStore;
import io.mooring.etcd.EtcdEndpoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

/// etcd as one of several members, a replica each. kube-apiserver talks to the one beside it, by a
/// socket that nobody else can open; members and replicas talk to each other by TLS, and both sides
/// show a certificate of the store's own authority.
final class EtcdMember {

    private static final String CERTIFICATE = "etcd-member.crt";
    private static final String KEY = "etcd-member.key";
    private static final String AUTHORITY = "etcd-ca.crt";

    private EtcdMember() {}

    /// @param address of this machine or pod
    static DataStore store(
            BackingStore.EmbeddedEtcd wanted,
            Replicas replicas,
            String address,
            InitialCluster cluster,
            DataDirectory data,
            Path binDir) {
        Replicas.Member self = replicas.self();
        String socket = "unix://" + data.run("etcd.sock");
        String certificate = data.pki().resolve(CERTIFICATE).toString();
        String key = data.pki().resolve(KEY).toString();
        String authority = data.pki().resolve(AUTHORITY).toString();
        var flags = new LinkedHashMap<String, String>();
        flags.put("name", self.name());
        flags.put(
                "listen-client-urls",
                socket + "," + Replicas.Member.url(address, self.clientPort()));
        flags.put("listen-peer-urls", Replicas.Member.url(address, self.peerPort()));
        flags.put("advertise-client-urls", self.clientUrl());
        flags.put("initial-advertise-peer-urls", self.peerUrl());
        flags.put("initial-cluster", cluster.text());
        flags.put("initial-cluster-state", cluster.state().name().toLowerCase(Locale.ROOT));
        flags.put("client-cert-auth", "true");
        flags.put("trusted-ca-file", authority);
        flags.put("cert-file", certificate);
        flags.put("key-file", key);
        flags.put("peer-client-cert-auth", "true");
        flags.put("peer-trusted-ca-file", authority);
        flags.put("peer-cert-file", certificate);
        flags.put("peer-key-file", key);
        flags.put("tls-min-version", "TLS1.3");
        // nobody speaks JSON with it
        flags.put("enable-grpc-gateway", "false");
        return DataStore.etcd(flags, wanted, socket, data, binDir);
    }

    /// Where the member of a replica is, for a client of ours with this replica's certificate.
    static EtcdEndpoint endpoint(Replicas.Member member, DataDirectory data) {
        return new EtcdEndpoint.Encrypted(
                member.host(),
                member.clientPort(),
                Optional.of(data.pki().resolve(AUTHORITY)),
                Optional.of(
                        new EtcdEndpoint.Identity(
                                data.pki().resolve(CERTIFICATE), data.pki().resolve(KEY))));
    }
}
