package io.mooring.cli;

import io.mooring.tunnel.FrontMode;
import io.mooring.tunnel.TunnelServerConfig.FrontListener;
import io.mooring.tunnel.tls.TlsFiles;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where kube-apiserver dials, and what it speaks there.
final class TunnelFrontFlags {

    @Option(
            names = "--mode",
            defaultValue = "grpc",
            description =
                    "What kube-apiserver speaks: grpc, http-connect, or any, which tells them"
                            + " apart (default: ${DEFAULT-VALUE}).")
    private String mode = "";

    @Option(
            names = "--uds-name",
            defaultValue = "",
            description = "The Unix socket to listen on for kube-apiserver; needs --server-port=0.")
    private String socket = "";

    @Option(
            names = "--delete-existing-uds-file",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Replace a file that is there already (default: ${DEFAULT-VALUE}).")
    private boolean replaceSocket;

    @Option(
            names = "--server-port",
            defaultValue = "8090",
            description =
                    "The port to listen on for kube-apiserver, with TLS; 0 for none (default:"
                            + " ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--server-bind-address",
            defaultValue = "",
            description = "The address of --server-port (default: all).")
    private String address = "";

    @Option(
            names = "--server-cert",
            defaultValue = "",
            description = "The certificate that kube-apiserver is shown.")
    private String certificate = "";

    @Option(names = "--server-key", defaultValue = "", description = "Its key.")
    private String key = "";

    @Option(
            names = "--server-ca-cert",
            defaultValue = "",
            description = "The CA of kube-apiserver's client certificate.")
    private String clientCa = "";

    FrontMode mode(List<String> problems) {
        return switch (mode) {
            case "grpc" -> FrontMode.GRPC;
            case "http-connect" -> FrontMode.HTTP_CONNECT;
            case "any" -> FrontMode.ANY;
            default -> {
                problems.add("--mode: '" + mode + "' is not grpc, http-connect or any");
                yield FrontMode.ANY;
            }
        };
    }

    Optional<Path> socket(List<String> problems) {
        if (socket.isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(socket);
        if (port != 0) {
            problems.add("--server-port: give 0, not " + port + ", together with --uds-name");
        }
        if (!replaceSocket && Files.exists(file)) {
            problems.add("--uds-name: " + file + " exists and --delete-existing-uds-file is false");
        }
        return Optional.of(file);
    }

    Optional<FrontListener> listener(List<String> suites, List<String> problems) {
        if (!socket.isEmpty()) {
            return Optional.empty();
        }
        TunnelPorts.check("--server-port", port, problems);
        if (certificate.isEmpty() || key.isEmpty() || clientCa.isEmpty()) {
            problems.add(
                    "--server-cert, --server-key, --server-ca-cert: all three are needed for"
                            + " --server-port, since without them anyone could dial any node; or"
                            + " give --uds-name and --server-port=0");
            return Optional.empty();
        }
        var tls =
                new TlsFiles(
                        Path.of(certificate), Path.of(key), Optional.of(Path.of(clientCa)), suites);
        return Optional.of(new FrontListener(socketAddress(), tls));
    }

    private InetSocketAddress socketAddress() {
        return TunnelPorts.at(address, port);
    }
}
