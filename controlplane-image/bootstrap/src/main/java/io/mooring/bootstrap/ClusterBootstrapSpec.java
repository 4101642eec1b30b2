package io.mooring.bootstrap;

import java.util.List;
import java.util.Map;

/// What the objects that nodes read on their way in have to say.
///
/// @param exposedEndpoint `host:port` that nodes dial
/// @param apiServerIp the IP address of the exposed endpoint, which the `kubernetes` service leads
///   to
/// @param caPem the cluster's authority
/// @param kubernetesVersion for example `v1.34.4`
/// @param servers how many replicas the control plane has, each with a tunnel server
/// @param provenClouds whose machines have to prove which they are before they join
/// @param kubeletConfig the user's KubeletConfiguration fields, merged over ours; JSON-like values
public record ClusterBootstrapSpec(
        String clusterName,
        String exposedEndpoint,
        String apiServerIp,
        int apiServerPort,
        String caPem,
        String kubernetesVersion,
        String podCidr,
        String serviceCidr,
        String clusterDomain,
        String clusterDns,
        int servers,
        List<String> provenClouds,
        Map<String, Object> kubeletConfig) {
    public ClusterBootstrapSpec {
        provenClouds = List.copyOf(provenClouds);
        kubeletConfig = Map.copyOf(kubeletConfig);
    }
}
