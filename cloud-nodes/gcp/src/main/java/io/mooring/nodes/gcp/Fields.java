package io.mooring.nodes.gcp;

import io.mooring.nodes.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;

/// Which of our settings an error of Google is about.
final class Fields {

    /// Part of a message -> our setting; the first that fits. What an error says of a field of the
    /// request comes before what is named beside it.
    private static final List<Entry<String, String>> BY_WORD =
            List.of(
                    Map.entry("field 'zone'", "zones"),
                    Map.entry("field 'region'", "region"),
                    Map.entry("resource.machinetype", "machineTypes"),
                    Map.entry("initializeparams.sourceimage", "image"),
                    Map.entry("initializeparams.disksizegb", "bootDisk.sizeGiB"),
                    Map.entry("initializeparams.disktype", "bootDisk.type"),
                    Map.entry("guestaccelerators", "accelerators"),
                    Map.entry("serviceaccounts", "serviceAccount"),
                    Map.entry("networkinterfaces[0].accessconfigs", "publicIp"),
                    Map.entry("vmexternalipaccess", "publicIp"),
                    Map.entry("networkinterfaces[0].subnetwork", "subnetwork"),
                    Map.entry("networkinterfaces[0].network", "network"),
                    Map.entry("resource.labels", "labels"),
                    Map.entry("resource.tags", "networkTags"),
                    Map.entry("resource.mincpuplatform", "minCpuPlatform"),
                    Map.entry("resource.resourcepolicies", "placementPolicy"),
                    Map.entry("reservationaffinity", "reservation"),
                    Map.entry("resource.metadata", "metadata"),
                    Map.entry("kmskeyname", "bootDisk.kmsKey"),
                    Map.entry("serviceaccounts.actas", "serviceAccount"),
                    Map.entry("/subnetworks/", "subnetwork"),
                    Map.entry("/networks/", "network"),
                    Map.entry("/images/", "image"),
                    Map.entry("/machinetypes/", "machineTypes"),
                    Map.entry("/acceleratortypes/", "accelerators"),
                    Map.entry("/disktypes/", "bootDisk.type"),
                    Map.entry("/resourcepolicies/", "placementPolicy"),
                    Map.entry("/reservations/", "reservation"),
                    Map.entry("/cryptokeys/", "bootDisk.kmsKey"),
                    Map.entry("service account", "serviceAccount"));

    private Fields() {}

    /// The setting; empty if none can be told.
    static String of(Fault fault) {
        String words = fault.message().toLowerCase(Locale.ROOT);
        if (fault.code().startsWith("SERVICE_ACCOUNT_")) {
            return "serviceAccount";
        }
        if (fault.code().equals("accessNotConfigured") || words.contains("billing")) {
            // the API is not switched on there, or nobody pays
            return "project";
        }
        String known = Refusal.blamed(BY_WORD, words);
        return known.isEmpty() ? place(words) : known;
    }

    /// `The resource 'projects/p/zones/z' was not found`: the place itself, and nothing in it.
    private static String place(String words) {
        if (words.matches(".*'projects/[^/']+/zones/[^/']+'.*")) {
            return "zones";
        }
        if (words.matches(".*'projects/[^/']+/regions/[^/']+'.*")) {
            return "region";
        }
        return words.matches(".*'projects/[^/']+'.*") ? "project" : "";
    }
}
