package io.mooring.autoscaler.port;

import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Consent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// What pools that ask for consent would do in this step. All that a pool would do is done
/// together, in the step that finds it approved as it stands; until then it is told. Owned by one
/// step.
public final class Proposals {

    private record Proposal(String words, double dollars, Runnable act) {}

    private final SortedMap<String, List<Proposal>> byPool = new TreeMap<>();

    /// Does it at once for a pool that does not ask.
    ///
    /// @param words the same as long as the same would be done
    /// @param dollars what it adds to the price of an hour
    /// @return whether it is done
    public boolean add(Pool pool, String words, double dollars, Runnable act) {
        if (pool.consent() == null) {
            act.run();
            return true;
        }
        byPool.computeIfAbsent(pool.name(), _ -> new ArrayList<>())
                .add(new Proposal(words, dollars, act));
        return false;
    }

    /// Whether anything is proposed for this pool so far.
    public boolean has(Pool pool) {
        return byPool.containsKey(pool.name());
    }

    /// Once everything is known: does what is approved, and tells what is not and was not told.
    /// What one pool does may be what the plan of another counts on to stay, so that is thought
    /// about again by the next step.
    public void conclude(Collection<Pool> pools, Agenda agenda) {
        for (Pool pool : pools) {
            Consent consent = pool.consent();
            if (consent == null) {
                continue;
            }
            List<Proposal> wanted = byPool.getOrDefault(pool.name(), List.of());
            String id = id(wanted);
            if (!wanted.isEmpty() && consent.approved().equals(id)) {
                wanted.forEach(proposal -> proposal.act().run());
                agenda.add(new Action.ClosePlan(pool.name(), id));
                return;
            } else if (!consent.told().equals(text(wanted, id))) {
                agenda.add(new Action.TellPlan(pool.name(), text(wanted, id)));
            }
        }
    }

    /// Another one for another plan: who approves one has not approved what it became.
    private static String id(List<Proposal> wanted) {
        return String.format("%08x", wanted.stream().map(Proposal::words).toList().hashCode());
    }

    private static String text(List<Proposal> wanted, String id) {
        if (wanted.isEmpty()) {
            return "";
        }
        var text = new StringBuilder();
        double dollars = wanted.stream().mapToDouble(Proposal::dollars).sum();
        text.append(String.format(Locale.ROOT, "%s: %+.4f dollars an hour", id, dollars));
        wanted.forEach(proposal -> text.append('\n').append(proposal.words()));
        return text.toString();
    }
}
