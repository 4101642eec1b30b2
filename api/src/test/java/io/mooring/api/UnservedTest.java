package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class UnservedTest {
    @Test
    void whoeverAsksForNothingOfItIsToldNothing() {
        assertThat(unserved("{}")).isEmpty();
        assertThat(unserved("experimental: {syncSettings: {setOwner: true}}")).isEmpty();
    }

    @Test
    void whatNobodyDoesIsToldAllAtOnce() {
        assertThat(
                        unserved(
                                """
                                experimental:
                                  deploy:
                                    host: {manifests: "a: b"}
                                    vcluster: {helm: [{chart: {name: c}}]}
                                  syncSettings: {setOwner: false}
                                  denyProxyRequests: [{name: d, rules: [{operations: [DELETE]}]}]
                                  docker: {enabled: true}
                                policies:
                                  centralAdmission:
                                    mutatingWebhooks: [{webhooks: [{name: a, clientConfig: {url: u}}]}]
                                sleep: {auto: {afterInactivity: 1h}}
                                """))
                .containsExactly(
                        "experimental.deploy.host: is not in this version; leave it out",
                        "experimental.deploy.vcluster: is not in this version; leave it out",
                        "experimental.syncSettings: is not in this version; leave it out",
                        "experimental.denyProxyRequests: is not in this version; leave it out",
                        "experimental.docker: is not in this version; leave it out",
                        "policies.centralAdmission.mutatingWebhooks: is not in this version; leave"
                                + " it out",
                        "sleep.auto.afterInactivity: is not in this version; leave it out");
    }

    private static List<String> unserved(String yaml) {
        return Unserved.in(ConfigLoader.load(yaml).config()).stream()
                .map(Problem::toString)
                .toList();
    }
}
