package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import java.util.Map;

/// Priority classes of a tenant, before whose pods those of others may have to go. No class of a
/// tenant is the host's default, nor above what users of the host can have.
final class PriorityClassTranslator implements Translator {
    private static final int HIGHEST = 1_000_000_000;
    private static final String OF_THE_SYSTEM = "system-";

    private static final Fixed FIXED =
            new Fixed(Map.of("value", 0, "preemptionPolicy", "PreemptLowerPriority"));

    private final Copies copies;

    PriorityClassTranslator(Settings settings) {
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.PRIORITY_CLASS;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        // every cluster has those, and pods that name them go over without
        if (tenant.name().startsWith(OF_THE_SYSTEM) || Marks.isFromHost(tenant)) {
            return new Translation.NotNeeded();
        }
        var findings = new Findings();
        var copy = copies.of(tenant);
        copy.remove("globalDefault");
        if (copy.get("value") instanceof Number value && value.longValue() > HIGHEST) {
            copy.put("value", HIGHEST);
            findings.note(
                    "value: the host cluster has it as " + HIGHEST + ", the highest there is");
        }
        return findings.conclude(new KubeObject(copy));
    }

    @Override
    public boolean isReplaced(KubeObject wanted, KubeObject copy) {
        return FIXED.differs(wanted, copy);
    }
}
