package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.names.TenantRef;
import io.mooring.syncer.translate.Feature;
import io.mooring.syncer.translate.Settings;
import java.util.LinkedHashMap;
import java.util.Set;

/// Config maps and secrets: which of them the host needs, and what is kept in memory of them. Of
/// those that it does not need it is enough to know that they are there, and what they hold may be
/// large. Thread-safe.
final class Data {
    private static final String LEFT_OUT = "contentsLeftOut";

    private final Settings settings;
    private final TokenSecrets tokens;
    private final Needs needs = new Needs();

    Data(Settings settings, TokenSecrets tokens) {
        this.settings = settings;
        this.tokens = tokens;
    }

    static boolean isData(ResourceKind kind) {
        return kind.equals(ResourceKind.CONFIG_MAP) || kind.equals(ResourceKind.SECRET);
    }

    /// Notes what an object of the tenant refers to now; nothing if it is gone.
    ///
    /// @return what is needed now and was not, and what was and is not
    Set<TenantRef> note(SyncKey holder, Set<TenantRef> refs) {
        return needs.note(holder, refs);
    }

    static ResourceKind kindOf(TenantRef ref) {
        return ref.kind().endsWith("/Secret") ? ResourceKind.SECRET : ResourceKind.CONFIG_MAP;
    }

    /// Whether the host needs the tenant's object, which it does of any other kind.
    boolean isNeeded(ResourceKind kind, KubeObject tenant) {
        if (!isData(kind)) {
            return true;
        }
        var all = kind.equals(ResourceKind.SECRET) ? Feature.ALL_SECRETS : Feature.ALL_CONFIG_MAPS;
        return settings.features().contains(all) || needs.isNeeded(Marks.refOf(tenant));
    }

    /// What is kept of a tenant's.
    KubeObject keptOfTenant(KubeObject object) {
        return isNeeded(kindOf(Marks.refOf(object)), object) ? object : without(object);
    }

    /// What is kept of the host's: of what others have there, that it is there.
    KubeObject keptOfHost(KubeObject object) {
        var kept = tokens.kept(object);
        return settings.names().cluster().equals(object.labels().get(Marks.CLUSTER))
                ? kept
                : without(kept);
    }

    /// Whether what the object holds is not kept, and has to be read if it is needed.
    static boolean isWithout(KubeObject object) {
        return object.at(LEFT_OUT).isPresent();
    }

    private static KubeObject without(KubeObject object) {
        if (object.map("data").isEmpty() && object.map("binaryData").isEmpty()) {
            return object;
        }
        var fields = new LinkedHashMap<>(object.fields());
        fields.remove("data");
        fields.remove("binaryData");
        fields.put(LEFT_OUT, true);
        return new KubeObject(fields);
    }
}
