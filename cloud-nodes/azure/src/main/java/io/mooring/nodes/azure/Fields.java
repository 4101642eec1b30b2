package io.mooring.nodes.azure;

import io.mooring.nodes.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;

/// Which of our settings an error of Azure is about.
final class Fields {

    private static final Map<String, String> BY_CODE =
            Map.ofEntries(
                    Map.entry("PlatformImageNotFound", "image"),
                    Map.entry("ImageNotFound", "image"),
                    Map.entry("GalleryImageNotFound", "image.id"),
                    Map.entry("GalleryImageVersionNotFound", "image.id"),
                    Map.entry("OSProvisioningTimedOut", "image"),
                    Map.entry("OSProvisioningClientError", "image"),
                    Map.entry("OSProvisioningInternalError", "image"),
                    Map.entry("VMMarketplaceInvalidInput", "image.plan"),
                    Map.entry("MarketplacePurchaseEligibilityFailed", "image.plan"),
                    Map.entry("ResourcePurchaseValidationFailed", "image.plan"),
                    Map.entry("SubscriptionNotFound", "subscription"),
                    Map.entry("InvalidSubscriptionId", "subscription"),
                    Map.entry("MissingSubscriptionRegistration", "subscription"),
                    Map.entry("ResourceGroupBeingDeleted", "resourceGroup"),
                    Map.entry("ScopeLocked", "resourceGroup"),
                    Map.entry("LocationNotAvailableForResourceType", "location"),
                    Map.entry("NoRegisteredProviderFound", "location"),
                    Map.entry("InvalidLocation", "location"),
                    Map.entry("InvalidAvailabilityZone", "zones"),
                    Map.entry("AvailabilityZoneNotSupported", "zones"),
                    Map.entry("FailedIdentityOperation", "identities"));

    /// Part of a target or of a resource's id -> our setting; the first that fits.
    private static final List<Entry<String, String>> BY_WORD =
            List.of(
                    Map.entry("/subnets/", "subnet"),
                    Map.entry("/virtualnetworks/", "subnet"),
                    Map.entry("/networksecuritygroups/", "networkSecurityGroup"),
                    Map.entry("/userassignedidentities/", "identities"),
                    Map.entry("/proximityplacementgroups/", "proximityPlacementGroup"),
                    Map.entry("/diskencryptionsets/", "osDisk.encryptionSet"),
                    Map.entry("/galleries/", "image.id"),
                    Map.entry("/images/", "image.id"));

    private static final List<Entry<String, String>> BY_TARGET =
            List.of(
                    Map.entry("imagereference", "image"),
                    Map.entry("vmsize", "vmSizes"),
                    Map.entry("customdata", "userData"),
                    Map.entry("keydata", "sshPublicKey"),
                    Map.entry("adminusername", "adminUsername"),
                    Map.entry("disksizegb", "osDisk.sizeGiB"),
                    Map.entry("storageaccounttype", "osDisk.type"),
                    Map.entry("diffdisk", "osDisk.ephemeral"),
                    Map.entry("maxprice", "spotMaxPrice"),
                    Map.entry("billingprofile", "spotMaxPrice"),
                    Map.entry("evictionpolicy", "evictionPolicy"),
                    Map.entry("encryptionathost", "encryptionAtHost"),
                    Map.entry("acceleratednetworking", "acceleratedNetworking"),
                    Map.entry("zones", "zones"),
                    Map.entry("plan", "image.plan"));

    private Fields() {}

    /// The setting; empty if none can be told.
    static String of(Fault fault) {
        String byCode = BY_CODE.getOrDefault(fault.code(), "");
        if (!byCode.isEmpty()) {
            return byCode;
        }
        String target = fault.target().toLowerCase(Locale.ROOT);
        String words = fault.message().toLowerCase(Locale.ROOT);
        String byTarget = Refusal.blamed(BY_TARGET, target);
        if (!byTarget.isEmpty()) {
            return byTarget;
        }
        String byWord = Refusal.blamed(BY_WORD, target + " " + words);
        if (!byWord.isEmpty()) {
            return byWord;
        }
        return words.contains("vm size") || words.contains("vmsize") ? "vmSizes" : "";
    }
}
