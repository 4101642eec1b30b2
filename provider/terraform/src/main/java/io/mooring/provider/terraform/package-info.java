/// The Terraform front end: go-plugin's handshake and plugin protocol 6 (gRPC) over the resource
/// core.
///
/// It translates and nothing else; what resources do lives behind
/// [io.mooring.provider.core.Registry]. Start reading at [Main], then [ProviderService]; values are
/// [Msg] on the wire and [Cty] translates them.
@NullMarked
package io.mooring.provider.terraform;

import org.jspecify.annotations.NullMarked;
