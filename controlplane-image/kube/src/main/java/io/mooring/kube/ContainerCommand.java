package io.mooring.kube;

import java.util.List;

/// A command to be run in a container that is there.
///
/// @param words the program and what it is told; everybody on its node may see them
/// @param input what it reads at its beginning; its input is not ended after that
public record ContainerCommand(ObjectRef pod, String container, List<String> words, Secret input) {
    public ContainerCommand {
        words = List.copyOf(words);
    }

    /// How one has ended.
    ///
    /// @param code 0 if all is well
    /// @param errors what it wrote to its error stream, as far as that is kept, or why it was not
    ///   run
    public record Ended(int code, String errors) {}

    String path() {
        var path =
                new StringBuilder(pod.path())
                        .append("/exec?stdin=true&stdout=true&stderr=true&container=")
                        .append(Paths.escape(container));
        words.forEach(word -> path.append("&command=").append(Paths.escape(word)));
        return path.toString();
    }

    /// The same failure, which also says what right is missing, if it is one.
    static KubeFailure refused(KubeFailure.Forbidden why, String right, String namespace) {
        return why.status() == 403
                ? KubeFailure.ofStatus(
                        why.status(),
                        "%s; have the user given the rights get and create of pods/%s in namespace %s"
                                .formatted(why.getMessage(), right, namespace),
                        why.reason())
                : why;
    }

    @Override
    public String toString() {
        return "command in container " + container + " of " + pod;
    }
}
