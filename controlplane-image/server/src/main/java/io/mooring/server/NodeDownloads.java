package io.mooring.server;

import io.mooring.bootstrap.NodeFiles;
import io.mooring.bootstrap.NodePlatforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which files a node may fetch from this control plane: the upstream binaries, the container
/// runtime and the images of the bin directory. Those for another processor than the control
/// plane's are in a directory of its name in there, if they are there at all.
final class NodeDownloads {

    private static final List<String> BINARIES =
            List.of(
                    "kubelet",
                    "kubeadm",
                    "kube-proxy",
                    "konnectivity-agent",
                    "flanneld",
                    "cni/bridge",
                    "cni/ptp",
                    "cni/loopback",
                    "cni/host-local",
                    "cni/portmap",
                    "cni/bandwidth");
    private static final List<String> RUNTIME =
            List.of("containerd", "containerd-shim-runc-v2", "ctr", "runc");
    private static final List<Path> SYSTEM =
            List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/bin"));
    private static final List<String> ARCHITECTURES = List.of("amd64", "arm64");

    private NodeDownloads() {}

    /// @param digestCache where digests are kept, of other processors' files beside it
    static NodePlatforms of(Path binDir, Path digestCache) {
        String own = ownArchitecture();
        Map<String, NodeFiles> all = new HashMap<>();
        all.put(own, files(binDir, SYSTEM, digestCache));
        for (String other : ARCHITECTURES) {
            Path directory = binDir.resolve(other);
            if (!other.equals(own) && Files.isRegularFile(directory.resolve("kubelet"))) {
                Path cache = digestCache.resolveSibling(digestCache.getFileName() + "-" + other);
                all.put(other, files(directory, List.of(), cache));
            }
        }
        return new NodePlatforms(own, all);
    }

    private static String ownArchitecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : name;
    }

    private static NodeFiles files(Path binDir, List<Path> elsewhere, Path digestCache) {
        NodeFiles files = NodeFiles.of(binDir, BINARIES);
        for (String program : RUNTIME) {
            var found =
                    Stream.concat(Stream.of(binDir), elsewhere.stream())
                            .map(directory -> directory.resolve(program))
                            .filter(Files::isExecutable)
                            .findFirst();
            if (found.isPresent()) {
                files = files.with(program, found.get());
            }
        }
        for (Path image : images(binDir.resolve("images"))) {
            files = files.with("images/" + image.getFileName(), image);
        }
        return files.knowingDigestsOf(binDir.resolve("digests")).rememberingDigestsIn(digestCache);
    }

    private static List<Path> images(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> archives = Files.list(directory)) {
            return archives.filter(file -> file.toString().endsWith(".tar")).sorted().toList();
        } catch (IOException e) {
            throw new ServerException(
                    "listing the images in " + directory + ": " + e.getMessage(), e);
        }
    }
}
