package io.mooring.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// User data of a machine that can run `kubeadm join` and does not: what its administrator would
/// put there, and nothing of Mooring's join script.
record KubeadmUserData(String endpoint, String caPem, String token) {

    private static final String HOME = "/root/prepare/";
    private static final String UNITS = "/etc/systemd/system/";

    String render() {
        List<Map<String, String>> files = new ArrayList<>();
        files.add(file("/usr/local/sbin/prepare", "0700", resource("prepare.sh")));
        files.add(file(HOME + "ca.crt", "0644", caPem));
        files.add(file(HOME + "authorization", "0600", "Authorization: Bearer " + token + "\n"));
        files.add(file(UNITS + "containerd.service", "0644", resource("containerd.service")));
        files.add(file(UNITS + "kubelet.service", "0644", resource("kubelet.service")));
        files.add(
                file(
                        UNITS + "kubelet.service.d/10-kubeadm.conf",
                        "0644",
                        resource("10-kubeadm.conf")));
        files.add(file("/etc/containerd/config.toml", "0644", resource("containerd.toml")));
        files.add(
                file("/etc/cni/net.d/10-bridge.conflist", "0644", resource("10-bridge.conflist")));
        files.add(file("/etc/sysctl.d/99-kubernetes.conf", "0644", "net.ipv4.ip_forward = 1\n"));
        var document =
                Map.of(
                        "write_files",
                        files,
                        "runcmd",
                        List.of(List.of("/usr/local/sbin/prepare", endpoint)));
        return "#cloud-config\n" + JsonMapper.shared().writeValueAsString(document);
    }

    private static Map<String, String> file(String path, String mode, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String content = Base64.getEncoder().encodeToString(bytes);
        return Map.of("path", path, "permissions", mode, "encoding", "b64", "content", content);
    }

    private static String resource(String name) {
        try (InputStream in = KubeadmUserData.class.getResourceAsStream("kubeadm/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("reading " + name, e);
        }
    }
}
