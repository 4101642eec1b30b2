package io.mooring.autonodes;

import io.mooring.api.AutoNodeProperties;
import io.mooring.api.AutoNodes;
import io.mooring.cloudinit.UserData;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.Providers;
import io.mooring.nodes.SettingProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// A provider of machines, opened with the properties that the configuration gives it.
sealed interface Stall {

    /// @param images archives that machines get before they start
    /// @param format what reads user data on its machines
    /// @param turns so many requests at once
    record Open(
            NodeProvider provider, List<Path> images, UserData.Format format, Semaphore turns)
            implements Stall {}

    /// Sells nothing, and says why.
    record Shut(String why) implements Stall {}

    /// Of this host, whose processors each start takes; a cloud's call mostly waits.
    int AT_ONCE_HERE = 4;

    int AT_ONCE = 32;

    /// The one provider that has to be told where machines of this host boot from.
    String LOCAL = "local";

    static Stall of(AutoNodes declared, AutoNodeSetup setup) {
        try {
            var properties = AutoNodeProperties.of(declared);
            var settings = new HashMap<>(properties.settings());
            if (declared.provider().equals(LOCAL)) {
                settings.putIfAbsent("machineRoot", setup.machineRoot().toString());
            }
            NodeProviderFactory factory =
                    new Providers(setup.providers()).factory(declared.provider());
            var problems = new ArrayList<>(factory.check(settings));
            String format = properties.userDataFormat();
            if (!format.isEmpty()) {
                UserData.Format.problem(format, factory.bootsOwnImages())
                        .map(it -> new SettingProblem(UserData.Format.SETTING, it))
                        .ifPresent(problems::add);
            }
            if (!problems.isEmpty()) {
                return new Shut(
                        problems.stream()
                                .map(it -> "properties: " + it.field() + " " + it.reason())
                                .collect(Collectors.joining("; ")));
            }
            // not the owner of nodes that are declared one by one: what is not ours is never
            // touched
            Owner owner = Owner.ofAutoNodes(setup.caCertHash());
            return new Open(
                    factory.open(owner, settings),
                    properties.images(),
                    UserData.Format.named(format).orElse(UserData.Format.CLOUD_CONFIG),
                    new Semaphore(
                            declared.provider().equals(LOCAL) ? AT_ONCE_HERE : AT_ONCE, true));
        } catch (ProviderFailure | IllegalArgumentException e) {
            return new Shut(String.valueOf(e.getMessage()));
        }
    }

    /// Of nodes that are there and of whose provider the configuration says nothing any more.
    static Stall unnamed(String provider, AutoNodeSetup setup) {
        var bare = new AutoNodes(provider, Map.of(), List.of(), List.of());
        return switch (of(bare, setup)) {
            case Open open -> open;
            case Shut(String why) ->
                    new Shut(
                            "privateNodes.autoNodes does not name the provider %s any more, of which there are nodes; name it with its properties and without pools until they are gone (%s)"
                                    .formatted(provider, why));
        };
    }
}
