package io.mooring.tunnel.testkit;

import io.mooring.tunnel.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A CA and a server certificate for loopback, made with openssl.
public record TestCertificates(Path directory) {
    public static TestCertificates in(Path directory) throws IOException, InterruptedException {
        var made = new TestCertificates(Files.createDirectories(directory));
        made.openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test-ca"
                        + " -keyout ca.key -out ca.crt");
        Files.writeString(
                directory.resolve("ext"),
                "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:join.mooring.internal\n");
        made.openssl(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server"
                        + " -keyout server.key -out server.csr");
        made.openssl(
                "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2"
                        + " -extfile ext -out server.crt");
        return made;
    }

    public Path ca() {
        return directory.resolve("ca.crt");
    }

    public TlsFiles server() {
        return TlsFiles.withoutClientCa(
                directory.resolve("server.crt"), directory.resolve("server.key"));
    }

    public void openssl(String arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        var process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("openssl " + arguments + ": " + output);
        }
    }
}
