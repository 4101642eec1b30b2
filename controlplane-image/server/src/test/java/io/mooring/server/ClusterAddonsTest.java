package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.addons.Addon;
import io.mooring.addons.DnsPlace;
import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeObject;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClusterAddonsTest {

    @Test
    void theDnsOfOwnNodesHasTheAddressThatKubeletsAreTold() {
        var settings = settings("{privateNodes: {enabled: true}}");

        assertThat(settings.clusterDns()).isEqualTo("10.112.0.10");
        assertThat(dnsAddress(settings)).contains(settings.clusterDns());
    }

    @Test
    void theDnsOfSharedNodesHasTheAddressThatTheApiGives() {
        assertThat(dnsAddress(settings("{}"))).isEmpty();
    }

    @Test
    void switchedOffNothingIsLeftOfIt() {
        var settings = settings("{controlPlane: {coredns: {enabled: false}}}");

        assertThat(ClusterAddons.declared(settings))
                .singleElement()
                .satisfies(addon -> assertThat(addon.objects()).isEmpty());
    }

    @Test
    void withinTheControlPlaneItIsAProgramOfThatAndHasNoPods() {
        var embedded = settings("{controlPlane: {coredns: {embedded: true}}}");

        assertThat(embedded.programs()).contains("coredns");
        assertThat(settings("{}").programs()).doesNotContain("coredns");
        assertThat(ClusterAddons.place(embedded))
                .isInstanceOfSatisfying(
                        DnsPlace.ControlPlane.class,
                        place -> assertThat(place.apiAddress()).isEqualTo("10.1.0.7"));
        assertThat(ClusterAddons.declared(embedded))
                .singleElement()
                .satisfies(addon ->
                        assertThat(addon.objects())
                                .extracting(KubeObject::kind)
                                .doesNotContain("Deployment"));
    }

    @Test
    void manifestsThatCannotBeKeptEndTheStartWithThePlaceOfTheSetting() {
        var settings =
                settings(
                        "{controlPlane: {coredns: {overwriteManifests: '{apiVersion: a/v1, kind:"
                                + " Dns, metadata: {name: d}}'}}}");

        assertThatThrownBy(() -> ClusterAddons.declared(settings))
                .isInstanceOf(ServerException.class)
                .hasMessage(
                        "controlPlane.coredns: keeping Dns d in the cluster: there is no way to do so with the kind Dns of a/v1; apply it yourself");
    }

    private static Optional<String> dnsAddress(ControlPlaneSettings settings) {
        return ClusterAddons.declared(settings).stream()
                .map(Addon::objects)
                .flatMap(List<KubeObject>::stream)
                .filter(object -> object.kind().equals("Service"))
                .findFirst()
                .flatMap(service -> service.text("spec", "clusterIP"));
    }

    private static ControlPlaneSettings settings(String yaml) {
        return new ControlPlaneSettings(
                ConfigLoader.load(yaml).config(),
                "shop",
                "10.1.0.7:8443",
                "10.1.0.7",
                List.of(),
                new InetSocketAddress("127.0.0.1", 8443),
                "10.112.0.0/12");
    }
}
