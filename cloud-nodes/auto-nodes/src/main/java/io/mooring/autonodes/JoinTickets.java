package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.NodeMarks;
import io.mooring.bootstrap.BootstrapToken;
import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.bootstrap.MachineProofs;
import io.mooring.bootstrap.TokenRequest;
import io.mooring.cloudinit.CaHash;
import io.mooring.cloudinit.Endpoint;
import io.mooring.cloudinit.JoinToken;
import io.mooring.cloudinit.NodeSettings;
import io.mooring.cloudinit.Taint;
import io.mooring.cloudinit.UserData;
import io.mooring.kube.KubeClient;
import io.mooring.nodes.SecretText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// By join tokens of the cluster, each for one node and for one use.
final class JoinTickets implements Tickets {

    private static final Duration LIFE = Duration.ofMinutes(30);

    private final AutoNodeSetup setup;
    private final KubeClient kube;
    private final BootstrapTokens tokens;

    JoinTickets(AutoNodeSetup setup, KubeClient kube, BootstrapTokens tokens) {
        this.setup = setup;
        this.kube = kube;
        this.tokens = tokens;
    }

    @Override
    public Ticket of(Claim claim, String cloud, Stall.Ground ground) {
        boolean proven = MachineProofs.wanted(kube, cloud);
        TokenRequest any = TokenRequest.defaults();
        BootstrapToken token =
                tokens.create(
                        (proven ? any.provenBy(cloud) : any)
                                .ttl(LIFE)
                                .once()
                                .forNode(claim.name())
                                .describedAs(
                                        "node %s of pool %s"
                                                .formatted(claim.name(), claim.pool())));
        List<Taint> taints =
                Stream.of(
                                List.of(NodeMarks.UNREGISTERED),
                                claim.spec().taints(),
                                claim.spec().startupTaints())
                        .flatMap(List::stream)
                        .map(taint -> new Taint(taint.key(), taint.value(), taint.effect()))
                        .toList();
        var settings =
                NodeSettings.of(
                                Endpoint.parse(setup.endpoint()),
                                new CaHash(setup.caCertHash()),
                                new JoinToken(token.value(), proven ? cloud : ""),
                                claim.name())
                        .withTaints(taints)
                        .withSite(ground.site());
        return new Ticket(token.id(), new SecretText(UserData.document(settings, ground.format())));
    }

    @Override
    public void bind(Claim claim, String cloud, Supplier<Map<String, String>> machine) {
        if (MachineProofs.wanted(kube, cloud)) {
            MachineProofs.bindAll(tokens, claim.name(), machine.get());
        }
    }

    @Override
    public void takeBack(Ticket ticket) {
        tokens.delete(ticket.token());
    }
}
