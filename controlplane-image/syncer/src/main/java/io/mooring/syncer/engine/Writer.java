package io.mooring.syncer.engine;

import io.mooring.kube.IssuedToken;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.TokenWish;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what was planned. Thread-safe; one key is given by one thread at a time.
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    /// How it went.
    sealed interface Outcome {
        /// @param lookAgain when to plan again even if nothing changes
        /// @param written what changed by it, of which a watch will tell
        record Done(Optional<Duration> lookAgain, Set<Unseen.Part> written) implements Outcome {}

        /// What was planned with was old, or a side could not be reached: plan again later.
        record Failed() implements Outcome {}
    }

    private final ApiServer tenant;
    private final ApiServer host;
    private final TokenSecrets tokens;
    private final Reporter reporter;
    // so that a tenant is told a thing once
    private final Map<SyncKey, String> told = new ConcurrentHashMap<>();

    Writer(ApiServer tenant, ApiServer host, TokenSecrets tokens, Reporter reporter) {
        this.tenant = tenant;
        this.host = host;
        this.tokens = tokens;
        this.reporter = reporter;
    }

    /// @param object the tenant's, if there is one
    Outcome execute(SyncKey key, Optional<KubeObject> object, List<Action> actions) {
        if (object.isEmpty()) {
            told.remove(key);
        }
        try {
            Optional<Duration> lookAgain = Optional.empty();
            var written = EnumSet.noneOf(Unseen.Part.class);
            for (var action : actions) {
                if (action instanceof Action.LookAgain(Duration after)) {
                    lookAgain = lookAgain.filter(sooner -> sooner.compareTo(after) < 0);
                    lookAgain = Optional.of(lookAgain.orElse(after));
                } else {
                    execute(key, object, action).ifPresent(written::add);
                }
            }
            return new Outcome.Done(lookAgain, written);
        } catch (ApiFailure.Conflict | ApiFailure.Gone e) {
            LOG.debug("key={} planned with old knowledge: {}", key, e.getMessage());
        } catch (ApiFailure.Unreachable e) {
            LOG.debug("key={} later: {}", key, e.getMessage());
        } catch (ApiFailure.Rejected e) {
            LOG.warn("key={} rejected: {}", key, e.getMessage());
            tell(key, object, "not synced: " + e.getMessage());
        }
        return new Outcome.Failed();
    }

    /// @return what changed by it
    private Optional<Unseen.Part> execute(SyncKey key, Optional<KubeObject> object, Action action) {
        return switch (action) {
            case Action.CreateCopy(var copy) -> {
                host.create(key.kind(), copy);
                yield Optional.of(Unseen.Part.COPY);
            }
            case Action.UpdateCopy(var copy) -> asWritten(copy, host.update(key.kind(), copy));
            case Action.ResizeCopy(var copy) -> asWritten(copy, host.resize(copy));
            case Action.ExtendCopy(var copy) -> {
                host.extend(copy);
                yield Optional.of(Unseen.Part.COPY);
            }
            case Action.DeleteCopy(var copy, var grace) -> {
                host.delete(key.kind(), copy, grace);
                yield Optional.of(Unseen.Part.COPY);
            }
            case Action.UpdateTenant(var wanted) ->
                    changed(Unseen.Part.TENANT, wanted, tenant.update(key.kind(), wanted));
            case Action.UpdateTenantStatus(var wanted) ->
                    changed(Unseen.Part.TENANT, wanted, tenant.updateStatus(key.kind(), wanted));
            case Action.BindTenant(var pod, var node, var annotations) -> {
                tenant.bind(pod, node, annotations);
                yield Optional.of(Unseen.Part.TENANT);
            }
            case Action.IssueTokens(var pod, var secret, var wishes) -> {
                issue(pod, secret, wishes);
                yield Optional.of(Unseen.Part.TOKENS);
            }
            case Action.DeleteTokens(var secret) -> {
                host.delete(ResourceKind.SECRET, secret, OptionalLong.empty());
                yield Optional.empty();
            }
            case Action.DeleteTenant(var pod, var grace) -> {
                tenant.delete(key.kind(), pod, OptionalLong.of(grace));
                yield Optional.of(Unseen.Part.TENANT);
            }
            case Action.Tell(var message) -> {
                tell(key, object, message);
                yield Optional.empty();
            }
            case Action.LookAgain _ -> Optional.empty();
        };
    }

    private static Optional<Unseen.Part> asWritten(KubeObject copy, KubeObject answer) {
        if (!Covers.covers(answer, copy)) {
            throw new ApiFailure.Rejected(
                    "the host cluster changes what is written to " + copy.name(), null);
        }
        return changed(Unseen.Part.COPY, copy, answer);
    }

    /// A write that changes nothing is told by nobody.
    private static Optional<Unseen.Part> changed(
            Unseen.Part part, KubeObject written, KubeObject answer) {
        return answer.resourceVersion().equals(written.resourceVersion())
                ? Optional.empty()
                : Optional.of(part);
    }

    private void issue(KubeObject pod, Optional<KubeObject> known, List<TokenWish> wishes) {
        var issued = new LinkedHashMap<TokenWish, IssuedToken>();
        for (var wish : wishes) {
            issued.put(wish, tenant.issueToken(pod, wish.audience(), wish.seconds()));
        }
        var secret = tokens.secret(pod, issued);
        if (known.isEmpty()) {
            host.create(ResourceKind.SECRET, secret);
        } else {
            var version = known.get().resourceVersion();
            host.update(ResourceKind.SECRET, secret.with(version, "metadata", "resourceVersion"));
        }
    }

    private void tell(SyncKey key, Optional<KubeObject> object, String message) {
        if (object.isPresent() && !message.equals(told.put(key, message))) {
            reporter.tell(object.get(), message);
        }
    }
}
