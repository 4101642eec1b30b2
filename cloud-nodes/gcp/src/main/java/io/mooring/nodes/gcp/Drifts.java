package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.AttachedDisk;
import com.google.cloud.compute.v1.GetDiskRequest;
import com.google.cloud.compute.v1.GetFromFamilyImageRequest;
import com.google.cloud.compute.v1.ServiceAccount;
import io.mooring.nodes.Drift;
import io.mooring.nodes.gcp.GcpSettings.Image.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Compares a machine with what would be made now. A family of images means another image with each
/// release.
final class Drifts {

    private final Cloud cloud;
    private final GcpSettings settings;

    Drifts(Cloud cloud, GcpSettings settings) {
        this.cloud = cloud;
        this.settings = settings;
    }

    List<Drift> of(Vm machine) {
        var drifts = new ArrayList<Drift>();
        if (!settings.machineTypes().contains(machine.type())) {
            drifts.add(
                    new Drift("machineTypes", settings.machineTypes().toString(), machine.type()));
        }
        image(machine).ifPresent(drifts::add);
        network(machine, drifts);
        String account =
                machine.seen().getServiceAccountsList().stream()
                        .map(ServiceAccount::getEmail)
                        .findFirst()
                        .orElse("");
        String wanted = settings.access().serviceAccount();
        if (!wanted.equals("default") && !wanted.equals(account)) {
            drifts.add(new Drift("serviceAccount", orNothing(wanted), orNothing(account)));
        }
        drifts.addAll(
                Drift.ofTexts(
                        "labels",
                        settings.labels(),
                        it -> machine.seen().getLabelsMap().getOrDefault(it, "")));
        return drifts;
    }

    private void network(Vm machine, List<Drift> drifts) {
        String wanted = settings.network().subnetwork();
        machine.seen().getNetworkInterfacesList().stream()
                .map(it -> relative(it.getSubnetwork()))
                .findFirst()
                .filter(it -> !wanted.isEmpty() && !it.equals(wanted))
                .ifPresent(it -> drifts.add(new Drift("subnetwork", wanted, it)));
        var tags = new TreeSet<>(settings.network().tags());
        var actual = new TreeSet<>(machine.seen().getTags().getItemsList());
        if (!tags.equals(actual)) {
            drifts.add(new Drift("networkTags", tags.toString(), actual.toString()));
        }
    }

    private Optional<Drift> image(Vm machine) {
        String wanted = wantedImage(machine);
        return machine.seen().getDisksList().stream()
                .filter(AttachedDisk::getBoot)
                .findFirst()
                .map(it -> sourceImage(machine, Names.last(it.getSource())))
                .filter(it -> !it.equals(wanted))
                .map(it -> new Drift("image", wanted, it));
    }

    private String sourceImage(Vm machine, String disk) {
        var request =
                GetDiskRequest.newBuilder()
                        .setProject(cloud.project())
                        .setZone(machine.zone())
                        .setDisk(disk)
                        .build();
        return relative(
                cloud.look(
                                "looking up the disk of machine " + machine.id(),
                                it -> it.disks().getCallable().call(request))
                        .getSourceImage());
    }

    private String wantedImage(Vm machine) {
        GcpSettings.Image image = settings.image();
        return switch (image.choice()) {
            case Choice.Named _ -> image.reference();
            case Choice.Family(String family) -> {
                var request =
                        GetFromFamilyImageRequest.newBuilder()
                                .setProject(image.project())
                                .setFamily(family)
                                .build();
                yield relative(
                        cloud.look(
                                        "looking up the image of machine " + machine.id(),
                                        it -> it.images().getFromFamilyCallable().call(request))
                                .getSelfLink());
            }
        };
    }

    /// A reference without the address of the API before it.
    private static String relative(String link) {
        int start = link.indexOf("projects/");
        return start < 0 ? link : link.substring(start);
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? "nothing" : text;
    }
}
