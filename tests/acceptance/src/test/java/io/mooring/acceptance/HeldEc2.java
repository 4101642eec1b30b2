package io.mooring.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/// An EC2 by moto on the LAN of a host cluster, that keeps the answer to the first order of a
/// machine for itself: whoever gave it does not learn that the machine is there.
final class HeldEc2 implements AutoCloseable {

    static final Path PYTHON = Tree.cache().resolve("moto/bin/python");
    private static final String REGION = "eu-central-1";

    /// Of the LAN, where the machines of a local cluster find it.
    private static final String ADDRESS = "10.77.0.1";

    private static final String SIGNATURE =
            "Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/"
                    + REGION
                    + "/ec2/aws4_request, SignedHeaders=host, Signature=none";

    private final HostCluster host;
    private final Running moto;
    private final String address;
    private final Running relay;

    private HeldEc2(HostCluster host, Running moto, String address, Running relay) {
        this.host = host;
        this.moto = moto;
        this.address = address;
        this.relay = relay;
    }

    static HeldEc2 start(Path directory, HostCluster host) throws IOException {
        Path program = directory.resolve("slow_ec2.py");
        try (InputStream text = HeldEc2.class.getResourceAsStream("slow_ec2.py")) {
            Files.copy(Objects.requireNonNull(text), program);
        }
        var moto = Running.start(directory, "moto", host.onLan(Tree.tool("moto-server")));
        String ec2 = awaitAddress(moto);
        var relay =
                Running.start(
                        directory,
                        "relay",
                        host.onLan(PYTHON.toString(), program.toString(), ADDRESS, ec2));
        awaitAddress(relay);
        return new HeldEc2(host, moto, ec2, relay);
    }

    private static String awaitAddress(Running program) {
        return await().until(() -> program.output().strip(), it -> it.startsWith("http://"));
    }

    /// Where whoever orders machines finds it.
    String endpoint() throws IOException {
        return relay.output().lines().findFirst().orElseThrow();
    }

    void awaitOrder() {
        await("an order of a machine").until(() -> relay.output().contains("ordered"));
    }

    /// How many machines run, asked as any client asks EC2.
    long running() {
        String answer =
                host.runOnLan(
                                "curl",
                                "-sS",
                                "-H",
                                SIGNATURE,
                                "-d",
                                "Action=DescribeInstances&Version=2016-11-15",
                                address + "/")
                        .succeeded();
        return Pattern.compile("<name>running</name>").matcher(answer).results().count();
    }

    @Override
    public void close() {
        relay.close();
        moto.close();
    }
}
