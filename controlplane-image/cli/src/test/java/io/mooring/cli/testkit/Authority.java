package io.mooring.cli.testkit;

import java.nio.file.Path;
import java.util.List;

/// A certificate authority made by openssl in a directory, with a server's and a client's
/// certificate: `ca`, `server`, `client`, each `.crt` and `.key`.
public record Authority(Path directory) {

    private static final String MAKE =
            """
            set -e
            cd "$0"
            key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
            key ca
            openssl req -x509 -new -key ca.key -subj /CN=test-ca -days 2 -out ca.crt
            for name in server client; do
                key $name
                openssl req -new -key $name.key -subj /CN=$name -out $name.csr
                printf 'subjectAltName=IP:127.0.0.1\\nextendedKeyUsage=serverAuth,clientAuth\\n' >$name.ext
                openssl x509 -req -in $name.csr -CA ca.crt -CAkey ca.key -CAcreateserial \\
                    -days 2 -extfile $name.ext -out $name.crt
            done
            """;

    public static Authority in(Path directory) {
        RealServer.Finished made =
                RealServer.Finished.of(List.of("sh", "-c", MAKE, directory.toString()));
        if (made.exitCode() != 0) {
            throw new AssertionError("making certificates: " + made.output());
        }
        return new Authority(directory);
    }

    public String file(String name) {
        return directory.resolve(name).toString();
    }
}
