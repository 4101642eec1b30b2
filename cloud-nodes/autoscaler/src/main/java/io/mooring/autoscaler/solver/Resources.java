package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Volume;
import io.mooring.autoscaler.model.Workload;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The resources that pods of a workload ask for, each with a place in a vector.
final class Resources {

    static final int CPU = 0;
    static final int MEMORY = 1;
    static final int PODS = 2;
    private static final List<String> FIRST = List.of("cpu", "memory", "pods");

    /// More than any node has, little enough to add.
    static final long UNLIMITED = Long.MAX_VALUE / 8;

    private final Map<String, Integer> places = new TreeMap<>();
    private final List<String> names;

    Resources(Workload workload) {
        var others = new TreeSet<String>();
        collect(workload.podTemplates(), others);
        collect(workload.daemonPods(), others);
        FIRST.forEach(others::remove);
        var all = new java.util.ArrayList<>(FIRST);
        all.addAll(others);
        names = List.copyOf(all);
        names.forEach(name -> places.put(name, places.size()));
    }

    private static void collect(Collection<PodTemplate> pods, Collection<String> into) {
        for (PodTemplate pod : pods) {
            into.addAll(pod.requests().keySet());
            for (Volume volume : pod.volumes()) {
                if (!volume.driver().isEmpty()) {
                    into.add(Volume.RESOURCE_PREFIX + volume.driver());
                }
            }
        }
    }

    int size() {
        return names.size();
    }

    String name(int place) {
        return names.get(place);
    }

    /// What one pod takes: its requests, itself, its attachments.
    long[] of(PodTemplate pod) {
        long[] vector = new long[size()];
        pod.requests().forEach((name, amount) -> vector[place(name)] += amount);
        vector[PODS]++;
        for (Volume volume : pod.volumes()) {
            if (!volume.driver().isEmpty()) {
                vector[place(Volume.RESOURCE_PREFIX + volume.driver())]++;
            }
        }
        return vector;
    }

    private int place(String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("no pod asks for " + name);
        }
        return place;
    }

    /// What a node offers: nothing of what it does not name, save attachments, which it then does
    /// not limit.
    long[] offered(Map<String, Long> allocatable) {
        long[] vector = new long[size()];
        places.forEach((name, place) ->
                vector[place] =
                        allocatable.getOrDefault(
                                name, name.startsWith(Volume.RESOURCE_PREFIX) ? UNLIMITED : 0L));
        return vector;
    }

    long[] vector(Map<String, Long> amounts) {
        long[] vector = new long[size()];
        amounts.forEach((name, amount) -> {
            Integer place = places.get(name);
            if (place != null) {
                vector[place] = amount;
            }
        });
        return vector;
    }

    static boolean fits(long[] request, long[] room) {
        for (int i = 0; i < request.length; i++) {
            if (request[i] > room[i]) {
                return false;
            }
        }
        return true;
    }

    static void add(long[] to, long[] what, long times) {
        for (int i = 0; i < to.length; i++) {
            to[i] += what[i] * times;
        }
    }
}
