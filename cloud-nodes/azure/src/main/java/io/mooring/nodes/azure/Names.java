package io.mooring.nodes.azure;

import io.mooring.nodes.Digest;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import io.mooring.nodes.azure.AzureSettings.Account;

/// What the parts of a machine are called in Azure: the same in each run, so that what is made
/// twice is one thing, and different for owners and clusters that share a resource group.
record Names(Owner owner, Account account) {

    /// Of the 64 characters that a Linux machine's name may have, the rest is the digest's.
    private static final int LONGEST = 40;

    private static final int DIGEST_BYTES = 6;

    String machine(MachineId id) {
        String name = id.name();
        return name.substring(0, Math.min(LONGEST, name.length()))
                + "-"
                + Digest.hex(DIGEST_BYTES, owner, id);
    }

    String networkInterface(MachineId id) {
        return machine(id) + "-nic";
    }

    String disk(MachineId id) {
        return machine(id) + "-os";
    }

    String networkInterfaceId(MachineId id) {
        return group() + "Microsoft.Network/networkInterfaces/" + networkInterface(id);
    }

    /// As a node's `spec.providerID` has it. Not as Azure answers it, whose letters change case.
    String providerId(MachineId id) {
        return "azure://" + group() + "Microsoft.Compute/virtualMachines/" + machine(id);
    }

    private String group() {
        return "/subscriptions/%s/resourceGroups/%s/providers/"
                .formatted(account.subscription(), account.resourceGroup());
    }
}
