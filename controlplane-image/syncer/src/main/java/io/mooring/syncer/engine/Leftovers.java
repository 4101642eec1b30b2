package io.mooring.syncer.engine;

import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.ShownKind;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what tenants were shown of the host by settings that hold no more. What holds still
/// is for a [HostMirror] to look after, and definitions that a tenant's own objects hang on stay.
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final KubeClient tenant;
    private final FromHost shown;

    Leftovers(KubeClient tenant, FromHost shown) {
        this.tenant = tenant;
        this.shown = shown;
    }

    /// Until all is gone, or interrupted.
    void work() {
        try {
            while (!isSwept()) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSwept() {
        try {
            ShownKind.KINDS.forEach(this::sweep);
            return true;
        } catch (KubeFailure.Cancelled _) {
            return true;
        } catch (KubeFailure e) {
            LOG.warn("taking away what is shown no more, again in {}: {}", PAUSE, e.getMessage());
            return false;
        }
    }

    private void sweep(ResourceKind kind) {
        var marked = ListQuery.all().labels(Marks.FROM_HOST + "=true");
        try {
            for (var object : tenant.list(kind, marked).items()) {
                if (!isShown(kind, object) && !Marks.isKept(object)) {
                    LOG.info("{}={} of the host is shown no more", kind.plural(), object.name());
                    tenant.delete(
                            ObjectRef.of(kind, object), DeleteOptions.defaults().same(object));
                }
            }
        } catch (KubeFailure.NotFound _) {
            // this API has no such kind
        }
    }

    private boolean isShown(ResourceKind kind, KubeObject object) {
        var name = new ShownKind.Name(object.namespace(), object.name());
        return shown.all().stream().anyMatch(all -> all.kind().equals(kind) && all.covers(name));
    }
}
