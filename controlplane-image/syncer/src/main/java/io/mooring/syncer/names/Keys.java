package io.mooring.syncer.names;

import java.util.Map;
import java.util.TreeMap;

/// Keys of labels and annotations on their way to the host and back.
///
/// Keys of [#DOMAIN] mean something in the host cluster: which control plane a pod belongs to,
/// whose copy an object is. So that no tenant can say such things, a tenant's key of this domain
/// gets one more `tenant.` in front, and one less on the way back. All other keys stay as they are.
public final class Keys {
    /// What the product's own keys begin with.
    public static final String DOMAIN = "mooring.io";

    private static final String ESCAPE = "tenant.";
    private static final int MAX_PREFIX = 253;
    // a tenant's key that has no room for the escape; the hash cannot be read back
    private static final String CROWDED = "crowded." + DOMAIN + "/";

    private Keys() {}

    /// The key in the host cluster of a tenant's key.
    public static String toHost(String key) {
        if (!isOfDomain(key)) {
            return key;
        }
        return key.indexOf('/') + ESCAPE.length() > MAX_PREFIX
                ? CROWDED + Digests.hex(key, 40)
                : ESCAPE + key;
    }

    /// Whether the host's key is one that a tenant's key has become.
    public static boolean isTenants(String key) {
        return !isOfDomain(key) || key.startsWith(ESCAPE);
    }

    /// The tenant's key for a key for which [#isTenants] holds.
    public static String toTenant(String key) {
        return isOfDomain(key) ? key.substring(ESCAPE.length()) : key;
    }

    public static Map<String, String> toHost(Map<String, String> tenants) {
        var host = new TreeMap<String, String>();
        tenants.forEach((key, value) -> host.put(toHost(key), value));
        return host;
    }

    /// Those of the host's that a tenant gave, as the tenant gave them.
    public static Map<String, String> toTenant(Map<String, String> hosts) {
        var tenant = new TreeMap<String, String>();
        hosts.forEach((key, value) -> {
            if (isTenants(key)) {
                tenant.put(toTenant(key), value);
            }
        });
        return tenant;
    }

    /// Those that are not of the domain.
    public static Map<String, String> withoutOurs(Map<String, String> keys) {
        var others = new TreeMap<>(keys);
        others.keySet().removeIf(Keys::isOfDomain);
        return others;
    }

    /// The key of a pod's label that tells a label of its namespace, for selectors of namespaces.
    public static String ofNamespaceLabel(String key) {
        return "namespace." + DOMAIN + "/" + Digests.hex(key, 40);
    }

    /// Whether the key is of the domain, or of any domain below it.
    public static boolean isOfDomain(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            return false;
        }
        var prefix = key.substring(0, slash);
        return prefix.equals(DOMAIN) || prefix.endsWith("." + DOMAIN);
    }
}
