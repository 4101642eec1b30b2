package io.mooring.autonodes;

import io.mooring.api.AutoNodeProperties;
import io.mooring.api.AutoNodes;
import io.mooring.cloudinit.NodeSettings;
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
    /// @param turns so many requests at once
    record Open(NodeProvider provider, List<Path> images, Ground ground, Semaphore turns)
            implements Stall {}

    /// What all machines of a provider have in common for those who join.
    ///
    /// @param format what reads user data on them
    record Ground(UserData.Format format, NodeSettings.Site site) {}

    /// Sells nothing, and says why.
    record Shut(String why) implements Stall {}

    /// Of this host, whose processors each start takes.
    int AT_ONCE_HERE = 4;

    /// Of an inventory, to each machine of which a request may open a connection.
    int AT_ONCE_STANDING = 32;

    /// A request to a cloud mostly waits, for some minutes if need be, and how fast they are made
    /// is its gate's business. So this holds up nobody, and is a bound all the same.
    int AT_ONCE = 1000;

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
            NodeSettings.Site site = site(properties, problems);
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
                    new Ground(
                            UserData.Format.named(format).orElse(UserData.Format.CLOUD_CONFIG),
                            site),
                    new Semaphore(atOnce(declared.provider(), factory), true));
        } catch (ProviderFailure | IllegalArgumentException e) {
            return new Shut(String.valueOf(e.getMessage()));
        }
    }

    private static int atOnce(String provider, NodeProviderFactory factory) {
        if (provider.equals(LOCAL)) {
            return AT_ONCE_HERE;
        }
        return factory.bootsOwnImages() ? AT_ONCE : AT_ONCE_STANDING;
    }

    private static NodeSettings.Site site(
            AutoNodeProperties properties, List<SettingProblem> problems) {
        NodeSettings.Site proxied = tried("proxy", properties.proxy(), List.of(), problems);
        NodeSettings.Site trusting = tried("trustedCas", "", properties.trustedCas(), problems);
        return new NodeSettings.Site(proxied.proxy(), trusting.trustedCas());
    }

    private static NodeSettings.Site tried(
            String setting, String proxy, List<String> trusted, List<SettingProblem> problems) {
        try {
            return new NodeSettings.Site(proxy, trusted);
        } catch (IllegalArgumentException e) {
            problems.add(new SettingProblem(setting, String.valueOf(e.getMessage())));
            return NodeSettings.Site.NONE;
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
