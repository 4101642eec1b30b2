/// Machines of EC2. A machine is known by the tags that it is launched with, so that no crash can
/// leave one that is not found again; a client token keeps a repeated launch from making a second.
///
/// Loaded in a class loader of its own, with the AWS SDK. Start reading at [AwsNodes].
@NullMarked
package io.mooring.nodes.aws;

import org.jspecify.annotations.NullMarked;
