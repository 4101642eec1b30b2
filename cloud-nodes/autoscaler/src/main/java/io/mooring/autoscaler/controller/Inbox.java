package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.port.Outcome;
import io.mooring.autoscaler.whatif.SoldOut;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Outcomes that have come and that the API server does not know of yet.
final class Inbox {

    private static final Duration AGAIN = Duration.ofSeconds(5);

    record Notice(Instant deadline, String why) {}

    final Operations machines = new Operations();
    final Operations listings = new Operations();
    final SoldOut soldOut = new SoldOut();
    private final Settings settings;
    private final Map<String, Outcome.Launched> launched = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private final Map<String, String> errors = new HashMap<>();
    private final Map<String, Notice> interrupted = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final TreeMap<String, Set<String>> found = new TreeMap<>();
    private final Map<String, Claim> known = new HashMap<>();

    Inbox(Settings settings) {
        this.settings = settings;
    }

    void accept(Outcome outcome, Instant now) {
        switch (outcome) {
            case Outcome.Launched made -> {
                machines.done(made.claim());
                launched.put(made.claim(), made);
                choices(made.claim()).stream()
                        .filter(spec -> made.refused().contains(Outcome.Made.as(spec)))
                        .forEach(spec -> soldOut(made.claim(), spec, now));
            }
            case Outcome.NoCapacity none -> {
                machines.done(none.claim());
                refused.put(none.claim(), none.why());
                choices(none.claim()).forEach(spec -> soldOut(none.claim(), spec, now));
            }
            case Outcome.Later later -> {
                machines.again(later.machine(), now, later.pause());
                errors.put(later.machine(), later.why());
            }
            case Outcome.LaunchFailed failed -> {
                machines.failed(failed.claim(), now);
                errors.put(failed.claim(), failed.why());
            }
            case Outcome.Gone none -> {
                machines.done(none.machine());
                gone.add(none.machine());
            }
            case Outcome.Going going -> machines.again(going.machine(), now, AGAIN);
            case Outcome.TerminateFailed failed -> {
                machines.failed(failed.machine(), now);
                errors.put(failed.machine(), failed.why());
            }
            case Outcome.Machines all -> {
                listings.again(all.provider(), now, settings.listing());
                found.put(all.provider(), all.names());
            }
            case Outcome.ListFailed failed -> listings.failed(failed.provider(), now);
            case Outcome.Interrupted notice -> {
                if (interrupted.put(notice.claim(), new Notice(notice.deadline(), notice.why()))
                        == null) {
                    soldOut(notice.claim(), now);
                }
            }
        }
    }

    /// What is refused, taken away or does not come is short: others are asked for first.
    void soldOut(String name, Instant now) {
        choices(name).stream().limit(1).forEach(spec -> soldOut(name, spec, now));
    }

    private void soldOut(String name, Claim.Spec spec, Instant now) {
        Claim claim = known.get(name);
        if (claim != null) {
            soldOut.add(spec, claim.provider(), now.plus(settings.soldOut()));
        }
    }

    private List<Claim.Spec> choices(String name) {
        Claim claim = known.get(name);
        return claim == null ? List.of() : claim.spec().choices();
    }

    /// Forgets what concerns claims that are no more.
    void forget(View view, Instant now) {
        Map<String, Claim> claims = view.cluster.claims();
        known.clear();
        known.putAll(claims);
        Set<String> names = claims.keySet();
        launched.keySet().retainAll(names);
        refused.keySet().retainAll(names);
        errors.keySet().retainAll(names);
        interrupted.keySet().retainAll(names);
        gone.retainAll(names);
        soldOut.expire(now);
    }

    Outcome.@Nullable Launched launched(Claim claim) {
        return launched.get(claim.name());
    }

    @Nullable String refused(Claim claim) {
        return refused.get(claim.name());
    }

    String error(Claim claim) {
        return errors.getOrDefault(claim.name(), "the provider has not answered");
    }

    @Nullable Notice interrupted(Claim claim) {
        return interrupted.get(claim.name());
    }

    /// Whether the provider has said that the machine is gone, once and for all.
    boolean gone(String machine) {
        return gone.contains(machine);
    }

    void forgetGone(String machine) {
        gone.remove(machine);
    }

    /// What a provider's last listing had, given once.
    @Nullable Set<String> takeListing(String provider) {
        return found.remove(provider);
    }
}
