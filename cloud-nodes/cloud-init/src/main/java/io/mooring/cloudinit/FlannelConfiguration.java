package io.mooring.cloudinit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// flannel's network configuration for one range an address family.
final class FlannelConfiguration {
    private FlannelConfiguration() {}

    static String json(List<String> podCidrs) {
        var config = new TreeMap<String, Object>();
        config.put("EnableIPv4", false);
        for (var cidr : podCidrs) {
            if (cidr.contains(":")) {
                config.put("EnableIPv6", true);
                config.put("IPv6Network", cidr);
            } else {
                config.put("EnableIPv4", true);
                config.put("Network", cidr);
            }
        }
        config.put("Backend", Map.of("Type", "vxlan"));
        return JsonMapper.shared().writeValueAsString(config);
    }
}
