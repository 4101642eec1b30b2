/// What a control plane keeps in its cluster besides the API, as pods on the cluster's nodes: so
/// far the DNS, of which there is its name alone if the control plane itself runs it.
///
/// It says which objects there are and keeps them so; it starts no process. What nodes run as units
/// (kube-proxy, flannel, the tunnel's agent) comes with the join script instead. Start reading at
/// [io.mooring.addons.CoreDnsAddon], then [io.mooring.addons.AddonKeeper].
@NullMarked
package io.mooring.addons;

import org.jspecify.annotations.NullMarked;
