package io.mooring.provider.resources;

import io.mooring.autonodes.Kinds;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.provider.core.Await;
import io.mooring.provider.core.Await.Look;
import io.mooring.provider.core.ObjectValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Signs the plan of a pool that a user has read, and waits until it is carried out.
final class PlanApproval {

    /// The user has approved something else than what would be done.
    static final class NotApproved extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotApproved(String message) {
            super(message);
        }
    }

    private PlanApproval() {}

    /// Returns when what is approved is done, or was by an earlier run.
    ///
    /// @param before the plan that the last run approved
    /// @throws NotApproved if the plan is another one, from the start or by the time it is seen
    static void settle(KubeClient kube, ObjectValue inputs, String before, Await await) {
        String wanted = inputs.text("approvedPlan").orElse("");
        if (wanted.isEmpty()) {
            return;
        }
        String name = inputs.requireText("name");
        KubeObject pool = kube.get(PolicyObject.ref(name));
        if (PolicyObject.number(PolicyObject.plan(pool)).equals(wanted)) {
            var marks = new LinkedHashMap<String, @Nullable Object>();
            // the same number may have been carried out before
            marks.put(Kinds.CARRIED_OUT, null);
            marks.put(Kinds.APPROVED, wanted);
            mark(kube, name, marks);
            await.until(
                    "plan " + wanted + " of policy " + name + " to be carried out",
                    () -> look(kube.get(PolicyObject.ref(name)), wanted));
        } else if (!wanted.equals(before) && !isCarriedOut(pool, wanted)) {
            throw another(pool, wanted);
        }
    }

    private static Look<Boolean> look(KubeObject pool, String wanted) {
        if (isCarriedOut(pool, wanted)) {
            return new Look.Ready<>(true);
        }
        if (pool.annotations().containsKey(Kinds.APPROVED)) {
            return new Look.Waiting<>("the control plane has not seen it yet");
        }
        throw another(pool, wanted);
    }

    private static boolean isCarriedOut(KubeObject pool, String wanted) {
        return wanted.equals(pool.annotations().get(Kinds.CARRIED_OUT));
    }

    private static NotApproved another(KubeObject pool, String wanted) {
        String plan = PolicyObject.plan(pool);
        return new NotApproved(
                plan.isEmpty()
                        ? "approvedPlan: there is no plan %s of policy %s, nor another; there is nothing to be done"
                                .formatted(wanted, pool.name())
                        : "approvedPlan: the plan of policy %s is not %s now; read this one and approve it by its number: %s"
                                .formatted(pool.name(), wanted, plan));
    }

    /// Of a pool that does not ask any more.
    static void forget(KubeClient kube, String name) {
        var marks = new LinkedHashMap<String, @Nullable Object>();
        marks.put(Kinds.PLAN, null);
        mark(kube, name, marks);
    }

    private static void mark(KubeClient kube, String name, Map<String, @Nullable Object> marks) {
        var _ =
                kube.mergePatch(
                        PolicyObject.ref(name),
                        JsonMapper.shared()
                                .writeValueAsString(
                                        Map.of("metadata", Map.of("annotations", marks))));
    }
}
