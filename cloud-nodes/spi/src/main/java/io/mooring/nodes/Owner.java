package io.mooring.nodes;

import java.util.regex.Pattern;

/// Whose machines they are. Names of clusters are chosen by people, so two clusters of one cloud
/// account may share one; this never repeats.
public record Owner(String uid) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]{8,64}");

    private static final int LENGTH = 32;

    /// The owner that a cluster is by its CA: one that is made anew under its name has another CA,
    /// and other machines.
    ///
    /// @param caCertHash the hash of the CA's public key, in kubeadm's form `sha256:HEX`
    public static Owner ofCluster(String caCertHash) {
        String hash = caCertHash.replaceFirst("^sha256:", "");
        return new Owner(hash.substring(0, Math.min(LENGTH, hash.length())));
    }

    /// The owner of machines that the cluster's autoscaler makes, so that neither it nor those who
    /// declare nodes one by one touch the other's.
    ///
    /// @param caCertHash as for [#ofCluster]
    public static Owner ofAutoNodes(String caCertHash) {
        return new Owner("auto" + ofCluster(caCertHash).uid());
    }

    public Owner {
        if (!FORM.matcher(uid).matches()) {
            throw new IllegalArgumentException(
                    "owner '" + uid + "' is not 8 to 64 lower-case letters and digits");
        }
    }
}
