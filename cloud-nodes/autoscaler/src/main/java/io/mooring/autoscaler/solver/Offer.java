package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.ExistingNode;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.model.Taint;
import java.util.List;
import java.util.Map;

/// A place where pods could go: a type of a pool in a zone at a price, or a node that is there.
sealed interface Offer {

    /// Node labels as the scheduler will see them.
    Map<String, String> labels();

    List<Taint> taints();

    /// Resources left for pods once daemon pods have theirs.
    long[] room();

    /// Billionths of a dollar an hour.
    long price();

    int weight();

    /// @param stock which finite inventory it draws on, -1 for none
    record Buyable(
            NodePool pool,
            InstanceType type,
            Offering offering,
            Map<String, String> labels,
            long[] room,
            long price,
            int stock)
            implements Offer {

        @Override
        public List<Taint> taints() {
            return pool.taints();
        }

        @Override
        public int weight() {
            return pool.weight();
        }
    }

    record Standing(ExistingNode node, Map<String, String> labels, long[] room) implements Offer {

        @Override
        public List<Taint> taints() {
            return node.taints();
        }

        @Override
        public long price() {
            return 0;
        }

        @Override
        public int weight() {
            return Integer.MAX_VALUE;
        }
    }
}
