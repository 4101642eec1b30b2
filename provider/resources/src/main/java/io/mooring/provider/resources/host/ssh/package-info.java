/// A Linux machine that SSH reaches as the place of a control plane: a systemd unit whose root is
/// the unpacked image, read-only, as a user without rights.
///
/// Everything that is done there is done by `machine.sh`, whose input nobody else on the machine
/// sees. Knows nothing of resources or of Pulumi. Start reading at {@link
/// io.mooring.provider.resources.host.ssh.SshHost}.
@NullMarked
package io.mooring.provider.resources.host.ssh;

import org.jspecify.annotations.NullMarked;
