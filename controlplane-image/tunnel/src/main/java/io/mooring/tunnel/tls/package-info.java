/// What the tunnel needs of TLS: its own server contexts, and reading a ClientHello without opening
/// it.
@NullMarked
package io.mooring.tunnel.tls;

import org.jspecify.annotations.NullMarked;
