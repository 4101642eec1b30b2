package io.mooring.autonodes;

import io.mooring.kube.KubeObject;
import io.mooring.kube.WatchHandler;
import java.util.List;

/// One watch for all that is kept of its kind, told in this order.
record Together(List<Kept<?>> all) implements WatchHandler {

    Together {
        all = List.copyOf(all);
    }

    @Override
    public void present(KubeObject object) {
        all.forEach(kept -> kept.present(object));
    }

    @Override
    public void gone(KubeObject object) {
        all.forEach(kept -> kept.gone(object));
    }

    @Override
    public void synced() {
        all.forEach(Kept::synced);
    }
}
