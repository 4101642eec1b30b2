package io.mooring.api;

import java.util.List;
import java.util.Map;

/// Where the state of the cluster is kept; none enabled means SQLite.
public record BackingStore(Database database, Etcd etcd) {

    /// The store that applies. The loader has made sure that there is one at most.
    public StoreKind kind() {
        if (etcd.embedded.enabled) {
            return StoreKind.EMBEDDED_ETCD;
        }
        if (etcd.deploy.enabled) {
            return StoreKind.DEPLOYED_ETCD;
        }
        if (etcd.external.enabled) {
            return StoreKind.EXTERNAL_ETCD;
        }
        return database.external.enabled
                ? StoreKind.EXTERNAL_DATABASE
                : StoreKind.EMBEDDED_DATABASE;
    }

    /// SQL through kine.
    public record Database(EmbeddedDatabase embedded, ExternalDatabase external) {}

    /// A file beside the control plane.
    public record EmbeddedDatabase(boolean enabled, Secret dataSource, List<String> extraArgs) {}

    /// A server elsewhere.
    public record ExternalDatabase(
            boolean enabled,
            Secret dataSource,
            String connector,
            String identityProvider,
            String certFile,
            String keyFile,
            String caFile,
            List<String> extraArgs) {}

    /// etcd in one of three places.
    public record Etcd(EmbeddedEtcd embedded, DeployedEtcd deploy, ExternalEtcd external) {}

    /// etcd beside the control plane.
    public record EmbeddedEtcd(
            boolean enabled,
            boolean migrateFromDeployedEtcd,
            @Default("10000") int snapshotCount,
            List<String> extraArgs) {}

    /// etcd that somebody else runs.
    public record ExternalEtcd(boolean enabled, String endpoint, Tls tls) {
        /// Files with the client's keys.
        public record Tls(String caFile, String certFile, String keyFile) {}
    }

    /// etcd as a StatefulSet of its own.
    public record DeployedEtcd(
            boolean enabled,
            EtcdStatefulSet statefulSet,
            EtcdService service,
            HeadlessService headlessService) {}

    /// The Service of a deployed etcd.
    public record EtcdService(@Default("true") boolean enabled, Map<String, String> annotations) {}

    /// The headless Service of a deployed etcd.
    public record HeadlessService(Map<String, String> annotations) {}

    /// The StatefulSet of a deployed etcd.
    public record EtcdStatefulSet(
            @Default("true") boolean enabled,
            @Default("true") boolean enableServiceLinks,
            @Default("{registry: registry.k8s.io, repository: etcd, tag: 3.6.8-0}") Image image,
            String imagePullPolicy,
            List<Map<String, Object>> env,
            List<String> extraArgs,
            @Default("{requests: {cpu: 20m, memory: 150Mi}}") Resources resources,
            Metadata pods,
            Replicas highAvailability,
            StatefulSet.Scheduling scheduling,
            StatefulSet.Security security,
            EtcdPersistence persistence,
            Map<String, String> annotations,
            Map<String, String> labels) {}

    /// How many members.
    public record Replicas(@Default("1") int replicas) {}

    /// The volumes of a deployed etcd.
    public record EtcdPersistence(
            @Default("{enabled: true}") StatefulSet.VolumeClaim volumeClaim,
            List<Map<String, Object>> volumeClaimTemplates,
            List<Map<String, Object>> addVolumes,
            List<Map<String, Object>> addVolumeMounts) {}
}
