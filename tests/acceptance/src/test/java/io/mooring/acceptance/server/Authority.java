package io.mooring.acceptance.server;

import io.mooring.acceptance.Command;
import java.nio.file.Path;

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
                printf 'subjectAltName=IP:%s\\nextendedKeyUsage=serverAuth,clientAuth\\n' "$1" >$name.ext
                openssl x509 -req -in $name.csr -CA ca.crt -CAkey ca.key -CAcreateserial \\
                    -days 2 -extfile $name.ext -out $name.crt
            done
            """;

    static Authority in(Path directory) {
        return in(directory, "127.0.0.1");
    }

    /// @param address at which the server is dialled
    public static Authority in(Path directory, String address) {
        Command.in(directory).run("sh", "-c", MAKE, directory.toString(), address).succeeded();
        return new Authority(directory);
    }

    public String file(String name) {
        return directory.resolve(name).toString();
    }
}
