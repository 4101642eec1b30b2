package io.mooring.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Address ranges: that they are ranges, fit what Kubernetes can do with them, and do not overlap.
final class AddressRules implements Rule {
    private static final String PODS = "networking.podCIDR";
    private static final String SERVICES = "networking.serviceCIDR";

    @Override
    public void check(Check check) {
        var networking = check.config().networking();
        var pods = ranges(check, PODS, networking.podCIDR());
        var services = ranges(check, SERVICES, networking.serviceCIDR());
        for (var service : services) {
            for (var pod : pods) {
                check.require(
                        !service.overlaps(pod),
                        SERVICES,
                        service.text()
                                + " overlaps networking.podCIDR "
                                + pod.text()
                                + "; choose ranges that share no address");
            }
        }
        services.forEach(service -> serviceSize(check, service));
        if (check.mode().hasPrivateNodes()) {
            check.require(!pods.isEmpty() || !networking.podCIDR().isEmpty(), PODS, "must be set");
            pods.forEach(pod -> podSize(check, pod));
        }
        publicEgress(check);
        sourceRanges(check);
        metalLb(check, pods, services);
    }

    private static List<CidrBlock> ranges(Check check, String path, String text) {
        var blocks = new ArrayList<CidrBlock>();
        if (text.isEmpty()) {
            return blocks;
        }
        for (var part : text.split(",", -1)) {
            range(check, path, part.strip(), blocks);
        }
        check.require(
                blocks.size() < 2
                        || (blocks.size() == 2
                                && blocks.getFirst().isIpv6() != blocks.getLast().isIpv6()),
                path,
                "must be one range, or one of IPv4 and one of IPv6, but is \"" + text + '"');
        return blocks;
    }

    private static void range(Check check, String path, String text, List<CidrBlock> blocks) {
        CidrBlock.parse(text)
                .ifPresentOrElse(
                        blocks::add,
                        () ->
                                check.problem(
                                        path,
                                        "must be an address range like 10.244.0.0/16, but is \""
                                                + text
                                                + '"'
                                                + CidrBlock.around(text)
                                                        .map(b ->
                                                                " (did you mean " + b.text() + "?)")
                                                        .orElse("")));
    }

    private static void serviceSize(Check check, CidrBlock services) {
        int largest = services.isIpv6() ? 64 : 12;
        int smallest = services.isIpv6() ? 124 : 28;
        check.require(
                services.prefixLength() >= largest && services.prefixLength() <= smallest,
                SERVICES,
                "must have a prefix from /"
                        + largest
                        + " to /"
                        + smallest
                        + ", but is "
                        + services.text());
    }

    private static void podSize(Check check, CidrBlock pods) {
        int perNode = pods.isIpv6() ? 64 : 24;
        check.require(
                pods.prefixLength() >= perNode - 16 && pods.prefixLength() <= perNode,
                PODS,
                "must have a prefix from /"
                        + (perNode - 16)
                        + " to /"
                        + perNode
                        + ", because every node gets a /"
                        + perNode
                        + " of it, but is "
                        + pods.text());
    }

    private static void publicEgress(Check check) {
        var path = "policies.networkPolicy.workload.publicEgress";
        var egress = check.config().policies().networkPolicy().workload().publicEgress();
        var all = new ArrayList<CidrBlock>();
        range(check, path + ".cidr", egress.cidr(), all);
        for (int i = 0; i < egress.except().size(); i++) {
            var excluded = new ArrayList<CidrBlock>();
            var at = Path.item(path + ".except", i);
            range(check, at, egress.except().get(i), excluded);
            check.require(
                    all.isEmpty() || excluded.stream().allMatch(all.getFirst()::overlaps),
                    at,
                    egress.except().get(i) + " is not a part of " + egress.cidr());
        }
    }

    private static void sourceRanges(Check check) {
        var path = "controlPlane.service.spec.loadBalancerSourceRanges";
        var spec = check.config().controlPlane().service().spec();
        if (spec.get("loadBalancerSourceRanges") instanceof List<?> listed) {
            for (int i = 0; i < listed.size(); i++) {
                range(check, Path.item(path, i), String.valueOf(listed.get(i)), new ArrayList<>());
            }
        }
    }

    private static void metalLb(Check check, List<CidrBlock> pods, List<CidrBlock> services) {
        var path = "deploy.metallb.ipAddressPool.addresses";
        var metallb = check.config().deploy().metallb();
        var addresses = metallb.ipAddressPool().addresses();
        check.require(
                !metallb.enabled() || !addresses.isEmpty(),
                path,
                "must not be empty while deploy.metallb is enabled; list ranges like"
                        + " 192.168.1.100-192.168.1.200");
        for (int i = 0; i < addresses.size(); i++) {
            var at = Path.item(path, i);
            var ends = Arrays.stream(addresses.get(i).split("-", -1)).map(String::strip).toList();
            boolean isRange = CidrBlock.isAscending(ends);
            check.require(
                    isRange || CidrBlock.parse(addresses.get(i)).isPresent(),
                    at,
                    "must be FIRST-LAST or an address range like 192.168.1.0/24, but is \""
                            + addresses.get(i)
                            + '"');
            var first = ends.getFirst().replaceFirst("/.*", "");
            apart(check, at, addresses.get(i), first, pods, PODS);
            apart(check, at, addresses.get(i), first, services, SERVICES);
        }
    }

    private static void apart(
            Check check,
            String at,
            String addresses,
            String first,
            List<CidrBlock> taken,
            String owner) {
        check.require(
                taken.stream().noneMatch(block -> block.contains(first)),
                at,
                addresses + " overlaps " + owner + "; choose addresses of the nodes' network");
    }
}
