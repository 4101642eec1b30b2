package io.mooring.provider.pulumi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pulumirpc.ResourceProviderGrpc;

class PluginProcessTest {
    @TempDir Path directory;
    private Path launcher;

    @BeforeEach
    void writeLauncher() throws Exception {
        launcher = directory.resolve("pulumi-resource-toy");
        PulumiCli.writeLauncher(launcher, Toy.class);
    }

    @Test
    void theFirstLineIsThePortAndNothingElseIsSaidWhateverIsAsked() throws Exception {
        var errors = directory.resolve("stderr");
        var process =
                new ProcessBuilder(launcher.toString(), "127.0.0.1:1")
                        .redirectError(errors.toFile())
                        .start();
        try (var out = process.inputReader()) {
            var port = Integer.parseInt(out.readLine());
            var channel = Channels.open("127.0.0.1:" + port);
            var marshaller = ProtoUtils.marshaller(Empty.getDefaultInstance());
            var nameless =
                    MethodDescriptor.newBuilder(marshaller, marshaller)
                            .setType(MethodDescriptor.MethodType.UNARY)
                            .setFullMethodName("/")
                            .build();

            assertThatCode(() ->
                            ClientCalls.blockingUnaryCall(
                                    channel,
                                    nameless,
                                    CallOptions.DEFAULT,
                                    Empty.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class);
            var info =
                    ResourceProviderGrpc.newBlockingStub(channel)
                            .getPluginInfo(Empty.getDefaultInstance());
            assertThat(info.getVersion()).isEqualTo("0.1.0");
            channel.shutdownNow();
            assertThat(out.ready()).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(errors).isEmptyFile();
    }

    @Test
    void thePluginEndsWhenTheEngineIsGone() throws Exception {
        var pid = directory.resolve("pid");
        var engine =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "'%s' 127.0.0.1:1 >'%s/out' 2>&1 & echo $! >'%s'; exec sleep 60"
                                        .formatted(launcher, directory, pid))
                        .start();
        await().atMost(30, SECONDS)
                .until(() -> Files.exists(directory.resolve("out")) && !isEmpty("out"));
        var plugin = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        assertThat(plugin.isAlive()).isTrue();

        engine.destroyForcibly().waitFor();

        try {
            await().atMost(30, SECONDS).untilAsserted(() -> assertThat(plugin.isAlive()).isFalse());
        } finally {
            plugin.destroyForcibly();
        }
    }

    @Test
    void aRehearsalEnds() {
        assertThatCode(() -> Rehearsal.run(Toy::registry, Optional.empty()))
                .doesNotThrowAnyException();
    }

    private boolean isEmpty(String file) throws Exception {
        return Files.size(directory.resolve(file)) == 0;
    }

    /// They are loaded from elsewhere, where a resource of that cloud is asked for.
    @Test
    void noLibraryOfACloudIsOnTheClassPathOfThePlugin() {
        assertThatThrownBy(() -> Class.forName("software.amazon.awssdk.services.ec2.Ec2Client"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> Class.forName("com.azure.core.http.HttpClient"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> Class.forName("com.google.cloud.compute.v1.Instance"))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
