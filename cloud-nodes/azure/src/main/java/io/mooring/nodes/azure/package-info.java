/// Machines of Azure. A machine is a virtual machine, its network interface and its disk, each of a
/// name made of owner, cluster and machine, and each with tags that say whose it is: a repeated run
/// finds by them what an earlier one made, however far that came.
///
/// Loaded in a class loader of its own, with Azure's SDK. Start reading at [AzureNodes].
@NullMarked
package io.mooring.nodes.azure;

import org.jspecify.annotations.NullMarked;
