package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.Warning;
import io.mooring.nodes.Calls;
import io.mooring.nodes.Gate;
import io.mooring.nodes.Lane;
import io.mooring.nodes.Once;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import io.mooring.nodes.gcp.GcpSettings.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Google as one account calls it. Thread-safe.
final class Cloud {

    /// So many machines are named in one request, whose address must not grow too long.
    static final int NAMED_AT_ONCE = 40;

    private final Account account;
    private final Calls calls;
    private final Once<Google> google;

    Cloud(Account account, Gate gate, Pace pace) {
        this.account = account;
        this.calls = Failures.calls(gate, pace);
        this.google = new Once<>(() -> Google.open(account));
    }

    Account account() {
        return account;
    }

    String project() {
        return account.project();
    }

    /// As [Calls#repeated], for what only looks at one thing.
    <T> T look(String attempt, Function<Google, T> call) {
        return call(Lanes.LOOKS, attempt, call);
    }

    /// As [Calls#repeated], for what changes something.
    <T> T change(String attempt, Function<Google, T> call) {
        return call(Lanes.CHANGES, attempt, call);
    }

    private <T> T call(Lane lane, String attempt, Function<Google, T> call) {
        return calls.repeated(lane, attempt, () -> call.apply(google.value()));
    }

    /// Every page of a list over all zones.
    ///
    /// @param page asks for the page of that token, which is empty for the first one
    /// @param next the token of the page after that one, empty if there is none
    <P> List<P> pages(
            String attempt, BiFunction<Google, String, P> page, Function<P, String> next) {
        return pages(Lanes.LISTS, attempt, page, next);
    }

    /// As the other one, of a list that is counted otherwise.
    <P> List<P> pages(
            Lane lane,
            String attempt,
            BiFunction<Google, String, P> page,
            Function<P, String> next) {
        var pages = new ArrayList<P>();
        String token = "";
        do {
            String wanted = token;
            P read = call(lane, attempt, it -> page.apply(it, wanted));
            pages.add(read);
            token = next.apply(read);
        } while (!token.isEmpty());
        return pages;
    }

    /// A list over all zones leaves out those that cannot be reached, and says so. Of what is in
    /// one of ours, nothing is known then.
    ///
    /// @param scope a key of such a list: `zones/europe-west1-b`
    void requireReached(String attempt, String scope, Warning warning) {
        if (warning.getCode().equals("UNREACHABLE")) {
            requireReached(attempt, List.of(scope));
        }
    }

    void requireReached(String attempt, List<String> unreachable) {
        unreachable.stream()
                .filter(it -> Names.last(it).startsWith(account.region() + "-"))
                .findFirst()
                .ifPresent(it -> {
                    throw new Refused(
                            attempt, new Refusal.Unreachable("Google cannot reach its " + it));
                });
    }
}
