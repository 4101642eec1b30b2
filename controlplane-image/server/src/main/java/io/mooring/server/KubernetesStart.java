package io.mooring.server;

import io.mooring.api.Release;
import io.mooring.etcd.EtcdClient;
import io.mooring.etcd.EtcdFailure;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a release of Kubernetes run on a data store, or not: an upgrade begins before its
/// kube-apiserver starts, and has come to its end once the control plane is up. Whatever ends it
/// between the two, the next start goes on with it.
final class KubernetesStart {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesStart.class);
    private static final String FIELD = "controlPlane.distro.k8s.version";

    private final String cluster;
    private final String replica;
    private final Set<String> members;
    private final DataStore store;
    private Optional<Upgrade> upgrade = Optional.empty();

    /// @param replica the name of this server among others of its control plane
    /// @param members the names of all that there are, this one too
    KubernetesStart(String cluster, String replica, Set<String> members, DataStore store) {
        this.cluster = cluster;
        this.replica = replica;
        this.members = Set.copyOf(members);
        this.store = store;
    }

    /// To be called until it returns nothing.
    ///
    /// @return why it cannot be told yet
    /// @throws ServerException if that release must not run there
    String problem(Release wanted) {
        try {
            Upgrade judged = recorded(record -> record.begin(wanted));
            upgrade = Optional.of(judged);
            tell(judged);
            return "";
        } catch (EtcdFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// To be called when the control plane is up, until it returns nothing.
    ///
    /// @return why it cannot be written down yet
    String unfinished() {
        try {
            switch (upgrade.orElseThrow()) {
                case Upgrade.Begun(Release from, Release to) -> finished(from, to);
                case Upgrade.Resumed(Release from, Release to) -> finished(from, to);
                case Upgrade.New _, Upgrade.Unchanged _, Upgrade.Refused _ -> {}
            }
            return "";
        } catch (EtcdFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void finished(Release from, Release to) {
        recorded(record -> {
            record.finish(to);
            return to;
        });
        LOG.info("cluster={} from={} to={} Kubernetes is upgraded", cluster, from, to);
    }

    private void tell(Upgrade judged) {
        switch (judged) {
            case Upgrade.New _, Upgrade.Unchanged _ -> {}
            case Upgrade.Begun(Release from, Release to) ->
                    LOG.info(
                            "cluster={} from={} to={} upgrading Kubernetes; {}",
                            cluster,
                            from,
                            to,
                            wayBack(from, to));
            case Upgrade.Resumed(Release from, Release to) ->
                    LOG.info(
                            "cluster={} from={} to={} going on with the upgrade of Kubernetes that was interrupted; {}",
                            cluster,
                            from,
                            to,
                            wayBack(from, to));
            case Upgrade.Refused(String reason) ->
                    throw new ServerException(
                            "changing Kubernetes of cluster %s %s; nothing was started on its data, and the release is what %s says"
                                    .formatted(cluster, reason, FIELD));
        }
    }

    private static String wayBack(Release from, Release to) {
        return from.minor() == to.minor()
                ? "the way back is to set " + FIELD + " to " + from
                : "the way back is to restore a snapshot that was made before, with %s set to %s"
                        .formatted(FIELD, from);
    }

    private <T> T recorded(Function<ReleaseRecord, T> work) {
        try (EtcdClient client = EtcdClient.connect(store.endpoint())) {
            return work.apply(new ReleaseRecord(client, replica, members));
        }
    }
}
