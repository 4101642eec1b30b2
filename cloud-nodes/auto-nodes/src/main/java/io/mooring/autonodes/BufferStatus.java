package io.mooring.autonodes;

import io.mooring.autonodes.Buffers.Room;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.ObjectRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells in the status of each buffer for how many pods room is kept free, by the conditions that
/// other autoscalers tell it by. For one thread.
final class BufferStatus {

    private static final Logger LOG = LoggerFactory.getLogger(BufferStatus.class);

    private record Told(String of, boolean known, int pods) {

        static Told of(Room room) {
            return new Told(room.wish().of(), room.shape() != null, room.pods());
        }
    }

    private final KubeClient kube;
    private final Map<String, Told> told = new HashMap<>();

    BufferStatus(KubeClient kube) {
        this.kube = kube;
    }

    /// False if the API server does not answer now.
    boolean tell(SortedMap<String, Room> rooms, Instant now) {
        told.keySet().retainAll(rooms.keySet());
        for (Map.Entry<String, Room> entry : rooms.entrySet()) {
            Told current = Told.of(entry.getValue());
            if (!current.equals(told.get(entry.getKey()))) {
                if (!isTold(entry.getKey(), entry.getValue(), now)) {
                    return false;
                }
                told.put(entry.getKey(), current);
            }
        }
        return true;
    }

    private boolean isTold(String buffer, Room room, Instant now) {
        int slash = buffer.indexOf('/');
        ObjectRef ref =
                ObjectRef.of(
                        Kinds.CAPACITY_BUFFER,
                        buffer.substring(0, slash),
                        buffer.substring(slash + 1));
        try {
            kube.mergePatchStatus(ref, Map.of("status", status(room, now)));
        } catch (KubeFailure.Cancelled e) {
            throw e;
        } catch (KubeFailure.Unavailable | KubeFailure.Timeout _) {
            return false;
        } catch (KubeFailure e) {
            LOG.debug("buffer={} status not told: {}", buffer, e.getMessage());
        }
        return true;
    }

    static Map<String, Object> status(Room room, Instant now) {
        boolean known = room.shape() != null;
        String message = known ? "" : "there is no " + room.wish().of();
        @Nullable Instant since = known ? now : null;
        return Map.of(
                "replicas",
                room.pods(),
                "provisioningStrategy",
                Buffers.ACTIVE,
                "conditions",
                List.of(
                        Conditions.condition("ReadyForProvisioning", since, now, message),
                        Conditions.condition(
                                "Provisioning", room.pods() > 0 ? since : null, now, message)));
    }
}
