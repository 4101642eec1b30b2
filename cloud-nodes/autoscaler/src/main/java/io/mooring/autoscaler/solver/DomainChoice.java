package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.solver.DomainRules.Even;
import io.mooring.autoscaler.solver.DomainRules.Preferred;
import io.mooring.autoscaler.solver.DomainRules.Rules;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which domain of a key the next pod of a class goes to: of those that the rules allow the one
/// with the fewest pods to spread from, then the cheapest with preferences taken into account.
final class DomainChoice {

    /// A weight that stands for a spread constraint that may be broken.
    private static final int SOFT_SPREAD = 100;

    private DomainChoice() {}

    static @Nullable Branch choose(
            PodClass podClass, Rules rules, Iterable<DomainGroup> groups, String key, Branch from) {
        Branch best = null;
        int fewest = Integer.MAX_VALUE;
        double lowest = Double.POSITIVE_INFINITY;
        for (Map.Entry<String, Branch> domain : from.domains(key).entrySet()) {
            String name = domain.getKey();
            if (!allowed(podClass, rules, key, name) || heldAgainst(podClass, groups, key, name)) {
                continue;
            }
            int pods = 0;
            for (Even even : rules.even()) {
                pods += even.group().key.equals(key) ? even.group().count(name) : 0;
            }
            double cost = cost(rules, key, name, domain.getValue().rate, from.rate);
            if (pods < fewest || pods == fewest && cost < lowest) {
                best = domain.getValue();
                fewest = pods;
                lowest = cost;
            }
        }
        return best;
    }

    static boolean heldAgainst(
            PodClass podClass, Iterable<DomainGroup> groups, String key, String domain) {
        for (DomainGroup group : groups) {
            if (group.key.equals(key) && group.held(domain) && group.has(podClass)) {
                return true;
            }
        }
        return false;
    }

    private static boolean allowed(PodClass podClass, Rules rules, String key, String domain) {
        for (DomainGroup group : rules.together()) {
            if (group.key.equals(key)
                    && group.count(domain) == 0
                    && !(group.empty() && group.has(podClass))) {
                return false;
            }
        }
        for (DomainGroup group : rules.apart()) {
            if (group.key.equals(key) && group.count(domain) > 0) {
                return false;
            }
        }
        for (Even even : rules.even()) {
            if (even.group().key.equals(key) && skew(even, domain) > even.spread().maxSkew()) {
                return false;
            }
        }
        return true;
    }

    /// How far ahead of the emptiest domain this one would be with one pod more.
    private static int skew(Even even, String domain) {
        int least = Integer.MAX_VALUE;
        for (String counted : even.domains()) {
            least = Math.min(least, even.group().count(counted));
        }
        if (even.domains().isEmpty() || even.domains().size() < even.spread().minDomains()) {
            least = 0;
        }
        return even.group().count(domain) + (even.self() ? 1 : 0) - least;
    }

    /// The price of a pod there, in pods of the cheapest domain, and what its preferences are worth
    /// that it would not have.
    private static double cost(
            Rules rules, String key, String domain, double rate, double cheapest) {
        double cost = cheapest > 0 ? rate / cheapest : 1;
        for (Even even : rules.evenIfCheap()) {
            int over = skew(even, domain) - even.spread().maxSkew();
            if (even.group().key.equals(key) && over > 0) {
                cost += Preferences.worth(SOFT_SPREAD) * over;
            }
        }
        for (Preferred preferred : rules.preferred()) {
            DomainGroup group = preferred.group();
            if (group.key.equals(key)
                    && (preferred.together()
                            ? group.count(domain) == 0 && !group.empty()
                            : group.count(domain) > 0)) {
                cost += Preferences.worth(preferred.weight());
            }
        }
        return cost;
    }
}
