package io.mooring.autoscaler.simulation;

import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.model.LabelSelector;
import io.mooring.autoscaler.model.Operator;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/// Apps whose numbers of pods go up and down; a pod that goes is made anew.
final class Deployments {

    private static final class App {
        final String name;
        final PodTemplate template;
        final Duration grace;
        int wanted;

        App(String name, PodTemplate template, Duration grace, int wanted) {
            this.name = name;
            this.template = template;
            this.grace = grace;
            this.wanted = wanted;
        }
    }

    private final TreeMap<String, App> apps = new TreeMap<>();
    private final TreeSet<String> blocked = new TreeSet<>();
    private final FakeApi api;
    private final Timeline time;
    private final Random random;
    private int pods;

    Deployments(FakeApi api, Timeline time, Random random) {
        this.api = api;
        this.time = time;
        this.random = random;
    }

    void start(int number) {
        for (int i = 0; i < number; i++) {
            String name = "app-" + i;
            long cpu = 250L * (1 + random.nextInt(8));
            Map<String, String> selector =
                    i % 4 == 1
                            ? Map.of("karpenter.sh/capacity-type", "on-demand")
                            : i % 4 == 2 ? Map.of("topology.kubernetes.io/zone", "a") : Map.of();
            PodTemplate template =
                    Market.pod(name, Market.resources(cpu, 1 + random.nextInt(6)), selector);
            var app =
                    new App(
                            name,
                            template,
                            Duration.ofSeconds(1 + random.nextInt(40)),
                            1 + random.nextInt(8));
            apps.put(name, app);
            settle(app);
        }
    }

    /// Some app gets more pods or fewer.
    void change() {
        List<App> all = List.copyOf(apps.values());
        App app = all.get(random.nextInt(all.size()));
        app.wanted = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(10);
        settle(app);
    }

    /// From now on no pod of some app may be missing.
    String block() {
        List<String> all = List.copyOf(api.protections.keySet());
        String name = all.get(random.nextInt(all.size()));
        blocked.add(name);
        settle(apps.get(name));
        return name;
    }

    void unblock(String name) {
        if (blocked.remove(name)) {
            settle(apps.get(name));
        }
    }

    void unblock() {
        List.copyOf(blocked).forEach(this::unblock);
    }

    /// A pod is no more: its app makes another.
    void gone(String pod) {
        int dot = pod.lastIndexOf('.');
        App app = dot < 0 ? null : apps.get(pod.substring(pod.indexOf('/') + 1, dot));
        if (app != null) {
            settle(app);
        }
    }

    private void settle(App app) {
        var living = new ArrayList<Pod>();
        for (Pod pod : api.pods.values()) {
            if (pod.template() == app.template && pod.deletion() == null) {
                living.add(pod);
            }
        }
        for (int i = living.size(); i < app.wanted; i++) {
            String name = "default/" + app.name + "." + pods++;
            api.pods.put(
                    name,
                    new Pod(
                            name,
                            app.template,
                            Pod.Kind.WORKLOAD,
                            "",
                            false,
                            time.now(),
                            null,
                            app.grace,
                            0,
                            0,
                            null,
                            Pod.Stage.PENDING));
        }
        for (int i = app.wanted; i < living.size(); i++) {
            api.delete(living.get(i).name(), app.grace);
        }
        if (app.name.hashCode() % 2 == 0) {
            api.protections.put(
                    app.name,
                    new FakeApi.Protection(
                            "default",
                            new LabelSelector(
                                    true,
                                    List.of(Requirement.of("app", Operator.IN, List.of(app.name)))),
                            blocked.contains(app.name) ? 0 : 1,
                            app.wanted));
        }
    }

    int wanted() {
        return apps.values().stream().mapToInt(app -> app.wanted).sum();
    }

    /// Pods of each app that are wanted now.
    Map<PodTemplate, Integer> wantedByTemplate() {
        Map<PodTemplate, Integer> wanted = new java.util.LinkedHashMap<>();
        apps.values().forEach(app -> wanted.put(app.template, app.wanted));
        return wanted;
    }
}
