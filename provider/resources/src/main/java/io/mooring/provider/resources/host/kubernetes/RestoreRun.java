package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.ContainerInput;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.SnapshotWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// The life of a pod that restores a snapshot: it waits for its input, says what came of it and
/// ends. There is one of its name at a time, and none when nobody restores.
final class RestoreRun {

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final KubeClient host;
    private final ObjectRef pod;
    private final Progress progress;

    /// The message says why.
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String why) {
            super(why);
        }
    }

    RestoreRun(KubeClient host, ObjectRef pod, Progress progress) {
        this.host = host;
        this.pod = pod;
        this.progress = progress;
    }

    /// @param wanted the pod
    /// @return what its program says of it
    /// @throws IOException if the input cannot be handed over
    /// @throws Failed if that program does not succeed, or not in time
    KubeObject run(KubeObject wanted, ContainerInput input) throws IOException, Failed {
        // of somebody who was killed
        remove();
        host.create(ResourceKind.POD, wanted);
        var said = new ByteArrayOutputStream();
        String errors;
        KubeObject ended;
        try {
            await("running", "to start");
            progress.say("handing the snapshot to pod " + pod.name());
            errors =
                    host.feed(pod, ServerContainer.NAME, input, said, progress.remaining())
                            .errors();
            ended = await("terminated", "to end");
        } finally {
            host.delete(pod);
        }
        remove();
        if (!ended.text("exitCode").orElse("").equals("0")) {
            throw new Failed(
                    errors.isBlank()
                            ? "pod %s ended: %s"
                                    .formatted(
                                            pod.name(),
                                            ended.text("reason").orElse("no reason is told"))
                            : SnapshotWords.reason(errors));
        }
        return KubeObject.parse(said.toString(StandardCharsets.UTF_8));
    }

    private void remove() throws Failed {
        host.delete(pod);
        while (host.find(pod).isPresent()) {
            pause("waiting for pod " + pod.name() + " to go");
        }
    }

    /// What is told of its container, as soon as that is in such a state, or over.
    private KubeObject await(String state, String inWords) throws Failed {
        while (true) {
            KubeObject found =
                    host.find(pod)
                            .orElseThrow(() ->
                                    new Failed(
                                            "pod %s is gone; somebody deleted it"
                                                    .formatted(pod.name())));
            KubeObject container = container(found);
            if (container.at("state", "terminated").isPresent()) {
                return new KubeObject(container.map("state", "terminated"));
            }
            if (container.at("state", state).isPresent()) {
                return new KubeObject(container.map("state", state));
            }
            if (found.text("status", "phase").orElse("").equals("Failed")) {
                throw new Failed(
                        "pod %s failed: %s"
                                .formatted(
                                        pod.name(),
                                        found.text("status", "message")
                                                .orElse("no reason is told")));
            }
            String reason = PodTrouble.waitingFor(found);
            pause(
                    "waiting for pod %s %s%s"
                            .formatted(pod.name(), inWords, reason.isEmpty() ? "" : ": " + reason));
        }
    }

    private static KubeObject container(KubeObject pod) {
        return pod.maps("status", "containerStatuses").stream()
                .map(KubeObject::new)
                .filter(status -> status.text("name").orElse("").equals(ServerContainer.NAME))
                .findFirst()
                .orElseGet(() -> new KubeObject(Map.of()));
    }

    private void pause(String waiting) throws Failed {
        progress.say(waiting);
        if (progress.remaining().isNegative()) {
            throw new Failed(waiting + " took too long");
        }
        progress.pause(PAUSE);
    }
}
