package io.mooring.nodes.azure;

import com.azure.resourcemanager.compute.models.ImageReference;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceInner;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceIpConfigurationInner;
import com.azure.resourcemanager.network.fluent.models.SubnetInner;
import io.mooring.nodes.Drift;
import io.mooring.nodes.azure.AzureSettings.ImageChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares a machine with what would be made now. Azure writes ids in other cases than it was
/// given.
final class Drifts {

    private final AzureSettings settings;

    Drifts(AzureSettings settings) {
        this.settings = settings;
    }

    List<Drift> of(Vm machine, Optional<NetworkInterfaceInner> networkInterface) {
        var drifts = new ArrayList<Drift>();
        if (machine.mayBeTakenBack() && machine.power().equals("deallocated")) {
            drifts.add(
                    new Drift(
                            Drift.STATE,
                            "running",
                            "deallocated, as Azure leaves a spot machine that it takes back,"));
        }
        if (settings.vmSizes().stream().noneMatch(machine.size()::equalsIgnoreCase)) {
            drifts.add(new Drift("vmSizes", settings.vmSizes().toString(), machine.size()));
        }
        image(machine).ifPresent(drifts::add);
        networkInterface
                .flatMap(Drifts::subnet)
                .filter(it -> !it.equalsIgnoreCase(settings.network().subnet()))
                .ifPresent(it -> drifts.add(new Drift("subnet", settings.network().subnet(), it)));
        Set<String> wanted = ignoringCase(settings.access().identities());
        Set<String> actual = ignoringCase(identities(machine));
        if (!wanted.equals(actual)) {
            drifts.add(new Drift("identities", wanted.toString(), actual.toString()));
        }
        drifts.addAll(
                Drift.ofTexts(
                        "tags", settings.tags(), it -> Tags.value(machine.seen().tags(), it)));
        return drifts;
    }

    private Optional<Drift> image(Vm machine) {
        if (machine.seen().storageProfile() == null
                || machine.seen().storageProfile().imageReference() == null) {
            return Optional.empty();
        }
        ImageReference actual = machine.seen().storageProfile().imageReference();
        String is = name(actual);
        String wanted =
                switch (settings.image().choice()) {
                    case ImageChoice.ById(String id) -> id;
                    case ImageChoice.ByName(
                                    String publisher,
                                    String offer,
                                    String sku,
                                    String version) ->
                            String.join(":", publisher, offer, sku, version);
                };
        return is.equalsIgnoreCase(wanted)
                ? Optional.empty()
                : Optional.of(new Drift("image", wanted, is));
    }

    private static String name(ImageReference image) {
        return Stream.of(image.id(), image.communityGalleryImageId(), image.sharedGalleryImageId())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() ->
                        String.join(
                                ":",
                                image.publisher(),
                                image.offer(),
                                image.sku(),
                                image.version()));
    }

    private static Optional<String> subnet(NetworkInterfaceInner networkInterface) {
        return Stream.ofNullable(networkInterface.ipConfigurations())
                .flatMap(List::stream)
                .map(NetworkInterfaceIpConfigurationInner::subnet)
                .filter(Objects::nonNull)
                .map(SubnetInner::id)
                .findFirst();
    }

    private static @Nullable Iterable<String> identities(Vm machine) {
        return machine.seen().identity() == null
                        || machine.seen().identity().userAssignedIdentities() == null
                ? null
                : machine.seen().identity().userAssignedIdentities().keySet();
    }

    private static Set<String> ignoringCase(@Nullable Iterable<String> ids) {
        var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (ids != null) {
            ids.forEach(set::add);
        }
        return set;
    }
}
