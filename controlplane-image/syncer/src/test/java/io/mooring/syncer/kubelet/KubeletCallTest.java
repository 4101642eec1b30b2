package io.mooring.syncer.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.HttpHead;
import io.mooring.kube.KubeClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KubeletCallTest {
    private static final String PODS = "/api/v1/namespaces/host-ns/pods/web-x-shop-x-vc/";

    @ParameterizedTest
    @CsvSource({
        "GET /containerLogs/shop/web/c, log?container=c",
        "GET /containerLogs/shop/web/c?follow=true&stream=All&tailLines=5&limitBytes=9,"
                + " log?container=c&follow=true&stream=All&tailLines=5&limitBytes=9",
        "GET /containerLogs/shop/web/c?sinceTime=2026-01-02T03%3A04%3A05Z&container=other,"
                + " log?container=c&sinceTime=2026-01-02T03%3A04%3A05Z",
        "POST /exec/shop/web/c?command=sh&command=-c&command=echo+%24A&input=1&output=1&tty=1,"
                + " exec?container=c&command=sh&command=-c&command=echo+%24A"
                + "&stderr=false&stdin=true&stdout=true&tty=true",
        "GET /attach/shop/web/c?error=1&command=sh,"
                + " attach?container=c&stderr=true&stdin=false&stdout=false&tty=false",
        "POST /portForward/shop/web, portforward",
        "GET /portForward/shop/web?port=80, portforward?ports=80",
    })
    void aCallBecomesOneOfTheHostsPod(String asked, String wanted) {
        var call = KubeletCall.of(request(asked)).orElseThrow();

        try (var client = KubeClient.fromKubeconfig(HostApi.kubeconfig("http://127.0.0.1:1"))) {
            var place = new Pods.Place.At(client, "host-ns", "web-x-shop-x-vc");
            assertThat(call.namespace()).isEqualTo("shop");
            assertThat(call.pod()).isEqualTo("web");
            assertThat(call.path(place)).isEqualTo(PODS + wanted);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /pods",
                "GET /",
                "GET /runningpods/",
                "GET /metrics",
                "GET /metrics/cadvisor",
                "GET /metrics/probes",
                "GET /configz",
                "GET /debug/pprof/profile",
                "GET /logs/",
                "GET /logs/../etc/kubernetes/admin.conf",
                "POST /checkpoint/shop/web/c",
                "GET /stats/shop/web/uid/c",
                "GET /cri/exec/token",
                "GET containerLogs/shop/web/c",
                "GET //containerLogs/shop/web/c",
                "GET /containerLogs/shop/web",
                "GET /containerLogs/shop/web/c/",
                "GET /containerLogs/shop/../c",
                "GET /containerLogs/shop/web%2f..%2fother/c",
                "GET /containerLogs/shop//c",
                "GET /containerLogs/shop/Web/c",
                "GET /containerLogs/shop/web/c#x",
                "GET /portForward/shop/web/c",
                "GET /exec/shop/web/uid/c?command=sh",
                "GET /run/shop/web/c",
                "PUT /exec/shop/web/c",
                "DELETE /containerLogs/shop/web/c",
            })
    void nothingElseIsACall(String asked) {
        assertThat(KubeletCall.of(request(asked))).isEmpty();
    }

    @Test
    void parametersOfAnotherFormHaveNoMeaning() {
        var call =
                KubeletCall.of(
                                request(
                                        "GET /containerLogs/shop/web/c?follow=true%0d%0a&tail\"=1"
                                                + "&=&previous&timestamps=true"))
                        .orElseThrow();

        assertThat(call.query()).containsExactly("follow=true%0d%0a", "timestamps=true");
    }

    private static HttpHead request(String asked) {
        return new HttpHead(asked + " HTTP/1.1", List.of());
    }
}
