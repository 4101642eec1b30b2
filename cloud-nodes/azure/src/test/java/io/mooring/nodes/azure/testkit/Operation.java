package io.mooring.nodes.azure.testkit;

import io.mooring.nodes.testkit.Answer;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Something that takes a while: so many looks, at it or at what it is done to. Guarded by its
/// [Group].
final class Operation {

    /// How it ends badly.
    record Failure(String code, String message) {}

    final String id;
    private final Map<String, String> wait;
    private int left;
    private Runnable effect;
    private Optional<Failure> failure;
    private boolean ended;

    /// @param effect what is so once it has ended
    /// @param failure with what it ends, which is told by its result alone
    Operation(
            String id,
            int looks,
            Map<String, String> wait,
            Runnable effect,
            Optional<Failure> failure) {
        this.id = id;
        this.left = looks;
        this.wait = wait;
        this.effect = effect;
        this.failure = failure;
    }

    boolean hasEnded() {
        return ended;
    }

    void step() {
        if (ended) {
            return;
        }
        if (left == 0) {
            ended = true;
            effect.run();
        } else {
            left--;
        }
    }

    /// Another one takes its place; its own effect will never be.
    void preempt() {
        if (!ended) {
            ended = true;
            effect = () -> {};
            failure =
                    Optional.of(
                            new Failure(
                                    "OperationPreempted",
                                    "Operation execution has been preempted by a more recent operation."));
        }
    }

    /// As the URL of Azure-AsyncOperation answers: 200 whatever the end.
    Answer status() {
        step();
        var body = JsonMapper.shared().createObjectNode();
        body.put("status", ended ? failure.isEmpty() ? "Succeeded" : "Failed" : "InProgress");
        if (ended) {
            failure.ifPresent(it ->
                    body.putObject("error").put("code", it.code()).put("message", it.message()));
        }
        return Answer.json(200, body).with(ended ? Map.of() : wait);
    }

    /// As the URL of Location answers.
    Answer result() {
        step();
        return ended ? Answer.empty(204) : Answer.empty(202).with(wait);
    }
}
