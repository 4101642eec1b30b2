/// The Pulumi front end: the resource provider protocol (gRPC) over the resource core.
///
/// It translates and nothing else; what resources do lives behind
/// [io.mooring.provider.core.Registry]. Start reading at [Plugin], then [ProviderService].
@NullMarked
package io.mooring.provider.pulumi;

import org.jspecify.annotations.NullMarked;
