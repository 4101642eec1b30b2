package io.mooring.nodes.aws;

import io.mooring.nodes.Drift;
import io.mooring.nodes.Offers;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;

/// Compares an instance with what would be launched now.
final class Drifts {

    private final AwsSettings settings;
    private final Catalog catalog;

    Drifts(AwsSettings settings, Catalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
    }

    List<Drift> of(Instance instance) {
        var drifts = new ArrayList<Drift>();
        String type = instance.instanceTypeAsString();
        if (!settings.instanceTypes().contains(type)) {
            drifts.add(new Drift("instanceTypes", settings.instanceTypes().toString(), type));
        } else {
            String image = catalog.image(type).id();
            if (!image.equals(instance.imageId())) {
                drifts.add(new Drift("image", image, instance.imageId()));
            }
        }
        List<String> subnets = catalog.subnets().stream().map(Offers.Place::id).toList();
        if (!subnets.contains("") && !subnets.contains(instance.subnetId())) {
            drifts.add(new Drift("subnets", subnets.toString(), instance.subnetId()));
        }
        var groups =
                new TreeSet<>(
                        instance.securityGroups().stream().map(GroupIdentifier::groupId).toList());
        var wanted = new TreeSet<>(settings.network().securityGroups());
        if (!wanted.isEmpty() && !wanted.equals(groups)) {
            drifts.add(new Drift("securityGroups", wanted.toString(), groups.toString()));
        }
        drifts.addAll(
                Drift.ofTexts("tags", settings.tags(), it -> Tags.value(instance.tags(), it)));
        return drifts;
    }
}
